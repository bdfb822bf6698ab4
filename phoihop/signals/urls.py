from django.urls import path

from phoihop.signals import views

HERE = "lam-viec/canh-bao-som/"
urlpatterns = [
    path(HERE, views.alerts, name="list"),
    path(f"{HERE}nguong/", views.alarms, name="alarms"),
    path(f"{HERE}nguong/dat/", views.set_one, name="set-alarm"),
    path(f"{HERE}nguong/<str:code>/", views.alarm, name="alarm"),
    path(f"{HERE}nguong/<str:code>/sua/", views.change_one, name="change-alarm"),
    path(f"{HERE}nguong/<str:code>/ngung/", views.stop, name="stop-alarm"),
    path(f"{HERE}nguong/<str:code>/mo-lai/", views.start, name="start-alarm"),
    path(f"{HERE}chat-luong/", views.quality, name="quality"),
    path(f"{HERE}<str:code>/", views.alert, name="alert"),
    path(f"{HERE}<str:code>/nhan/", views.take, name="take"),
    path(f"{HERE}<str:code>/moi/", views.share, name="share"),
    path(f"{HERE}<str:code>/tham-gia/", views.join, name="join"),
    path(f"{HERE}<str:code>/khong-tham-gia/", views.decline, name="decline"),
    path(f"{HERE}<str:code>/giao-viec/", views.charge, name="charge"),
    path(f"{HERE}<str:code>/ghi/", views.note, name="note"),
    path(f"{HERE}<str:code>/ket-thuc/", views.close, name="close"),
]
