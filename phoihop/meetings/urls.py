from django.urls import path

from phoihop.meetings import views

MEETING = "lam-viec/hop/<str:code>/"
OCCASION = f"{MEETING}<int:number>/"

urlpatterns = [
    path("lam-viec/hop/", views.meetings, name="list"),
    path("lam-viec/hop/moi/", views.call, name="call"),
    path(MEETING, views.meeting, name="meeting"),
    path(f"{MEETING}gui/", views.invite, name="invite"),
    path(f"{MEETING}sua/", views.change, name="change"),
    path(f"{MEETING}huy/", views.cancel, name="cancel"),
    path(f"{MEETING}moi-them/", views.add_unit, name="add-unit"),
    path(f"{MEETING}thoi-moi/", views.remove_unit, name="remove-unit"),
    path(f"{MEETING}van-ban/", views.attach, name="attach"),
    path(f"{MEETING}them-buoi/", views.add_occasion, name="add-occasion"),
    path(f"{MEETING}de-nghi/<int:counter_id>/", views.decide, name="decide"),
    path(f"{OCCASION}tra-loi/", views.answer, name="answer"),
    path(f"{OCCASION}gio-khac/", views.counter, name="counter"),
    path(f"{OCCASION}doi/", views.move_occasion, name="move-occasion"),
    path(f"{OCCASION}huy/", views.cancel_occasion, name="cancel-occasion"),
    path(f"{OCCASION}diem-danh/", views.attend, name="attend"),
    path(f"{OCCASION}diem-danh/ghi/", views.mark, name="mark"),
    path(f"{OCCASION}diem-danh/ma/", views.codes, name="codes"),
    path(f"{OCCASION}diem-danh/khoa/", views.hold, name="hold"),
    path(f"{MEETING}co-mat/", views.check_in, name="check-in"),
    path(f"{OCCASION}bien-ban/", views.minutes, name="minutes"),
    path(f"{OCCASION}bien-ban/duyet/", views.approve, name="approve"),
    path(f"{OCCASION}in/", views.print_minutes, name="print"),
]
