from django.urls import path

from phoihop.press import views

HERE = "lam-viec/nguoi-phat-ngon/"
urlpatterns = [
    path(HERE, views.spokespersons, name="list"),
    path(f"{HERE}giao/", views.name, name="name"),
    path(f"{HERE}<str:code>/", views.spokesperson, name="spokesperson"),
    path(f"{HERE}<str:code>/sua/", views.amend, name="amend"),
    path(f"{HERE}<str:code>/thoi/", views.end, name="end"),
]
