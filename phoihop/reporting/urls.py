from django.urls import path

from phoihop.reporting import views

HERE = "lam-viec/mau-van-ban/"

urlpatterns = [
    path(HERE, views.own, name="own"),
    path(f"{HERE}<str:code>/", views.letterhead, name="letterhead"),
    path(f"{HERE}<str:code>/sua/", views.amend, name="amend"),
    path(f"{HERE}<str:code>/xem-thu.png", views.preview, name="preview"),
    path(f"{HERE}<str:code>/mau/<str:kind>/", views.sample, name="sample"),
    path(f"{HERE}<str:code>/khuon/", views.adopt, name="adopt"),
    path(f"{HERE}<str:code>/khuon/bo/", views.drop, name="drop"),
]
