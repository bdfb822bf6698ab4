from django.urls import path

from phoihop.dispatches import views

urlpatterns = [
    path("lam-viec/cong-van/", views.box, name="list"),
    path("lam-viec/cong-van/moi/", views.write, name="write"),
    path("lam-viec/cong-van/<str:code>/", views.letter, name="letter"),
    path("lam-viec/cong-van/<str:code>/tiep-nhan/", views.acknowledge, name="acknowledge"),
    path("lam-viec/cong-van/<str:code>/tu-choi/", views.refuse, name="refuse"),
    path("lam-viec/cong-van/<str:code>/tien-do/", views.handle, name="handle"),
    path("lam-viec/cong-van/<str:code>/gui-lai/<int:unit_id>/", views.send_again, name="send-again"),
    path("lam-viec/cong-van/<str:code>/da-trao/<int:unit_id>/", views.hand_over, name="hand-over"),
    path("lam-viec/cong-van/<str:code>/ban-in/", views.print_out, name="print"),
    path("lam-viec/cong-van/<str:code>/thu-hoi/", views.recall, name="recall"),
    path("lam-viec/cong-van/<str:code>/tra-loi-thu-hoi/", views.answer_recall, name="answer-recall"),
]
