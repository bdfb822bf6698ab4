from django.urls import path

from phoihop.plans import views

urlpatterns = [
    path("lam-viec/dot-chon/", views.rounds, name="rounds"),
    path("lam-viec/dot-chon/mo/", views.call, name="call"),
    path("lam-viec/dot-chon/giai-doan/", views.phases, name="phases"),
    path("lam-viec/dot-chon/<str:code>/", views.round_, name="round"),
    path("lam-viec/dot-chon/<str:code>/ket-thuc/", views.close_round, name="close-round"),
    path("lam-viec/ke-hoach/", views.plans, name="plans"),
    path("lam-viec/ke-hoach/<str:code>/", views.plan, name="plan"),
    path("lam-viec/ke-hoach/<str:code>/khong-co/", views.decline, name="decline"),
    path("lam-viec/ke-hoach/<str:code>/thong-bao/", views.notify, name="notify"),
    path("lam-viec/ke-hoach/<str:code>/duyet/", views.approve, name="approve"),
    path("lam-viec/ke-hoach/<str:code>/ket-thuc/", views.close_plan, name="close-plan"),
    path("lam-viec/van-de/", views.topics, name="topics"),
    path("lam-viec/van-de/moi/", views.propose, name="propose"),
    path("lam-viec/van-de/<str:code>/", views.topic, name="topic"),
    path("lam-viec/van-de/<str:code>/chon/", views.select, name="select"),
    path("lam-viec/van-de/<str:code>/chon-va-thong-bao/", views.select_and_notify, name="select-and-notify"),
    path("lam-viec/van-de/<str:code>/thong-bao/", views.notify_topic, name="notify-topic"),
    path("lam-viec/van-de/<str:code>/vao/<str:phase>/", views.enter, name="enter"),
    path("lam-viec/van-de/<str:code>/xong/<str:phase>/", views.close_phase, name="close-phase"),
    path("lam-viec/van-de/<str:code>/du-kien/", views.plan_phase, name="plan-phase"),
    path("lam-viec/van-de/<str:code>/hoat-dong/", views.happen, name="happen"),
    path("lam-viec/van-de/<str:code>/co-quan/", views.join, name="join"),
    path("lam-viec/van-de/<str:code>/bo/", views.drop, name="drop"),
    path("lam-viec/van-de/<str:code>/chuyen-nam/", views.carry, name="carry"),
    path("lam-viec/van-de/<str:code>/ket-thuc/", views.close_topic, name="close-topic"),
]
