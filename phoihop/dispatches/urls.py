from django.urls import path

from phoihop.dispatches import views

urlpatterns = [
    path("lam-viec/cong-van/", views.box, name="list"),
    path("lam-viec/cong-van/moi/", views.write, name="write"),
    path("lam-viec/cong-van/<str:code>/", views.letter, name="letter"),
    path("lam-viec/cong-van/<str:code>/tiep-nhan/", views.acknowledge, name="acknowledge"),
    path("lam-viec/cong-van/<str:code>/tu-choi/", views.refuse, name="refuse"),
    path("lam-viec/cong-van/<str:code>/gui-lien-ket/<int:unit_id>/", views.send_link, name="send-link"),
    path("lam-viec/cong-van/<str:code>/thu-hoi/", views.recall, name="recall"),
]
