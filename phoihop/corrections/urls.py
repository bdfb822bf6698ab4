from django.urls import path

from phoihop.corrections import views

HERE = "lam-viec/dinh-chinh/"
urlpatterns = [
    path(HERE, views.claims, name="list"),
    path(f"{HERE}mo/", views.open_one, name="open"),
    path(f"{HERE}yeu-cau/", views.checks, name="checks"),
    path(f"{HERE}yeu-cau/nhan/", views.set_desk, name="set-desk"),
    path(f"{HERE}yeu-cau/<str:code>/", views.check, name="check"),
    path(f"{HERE}yeu-cau/<str:code>/khong/", views.decline, name="decline-check"),
    path(f"{HERE}yeu-cau/<str:code>/gop/", views.join, name="join-check"),
    path(f"{HERE}<str:code>/", views.claim, name="claim"),
    path(f"{HERE}<str:code>/xem-truoc/", views.preview, name="preview"),
    path(f"{HERE}<str:code>/noi-dang/", views.appear, name="appear"),
    path(f"{HERE}<str:code>/chung-cu/", views.attach, name="attach"),
    path(f"{HERE}<str:code>/chung-cu/<int:number>/bo/", views.drop_evidence, name="drop-evidence"),
    path(f"{HERE}<str:code>/ket-luan/", views.write, name="write"),
    path(f"{HERE}<str:code>/trinh/", views.present, name="present"),
    path(f"{HERE}<str:code>/tra-lai/", views.give_back, name="return"),
    path(f"{HERE}<str:code>/duyet/", views.approve, name="approve"),
    path(f"{HERE}<str:code>/cong-bo/", views.publish, name="publish"),
    path(f"{HERE}<str:code>/thoi/", views.drop, name="drop"),
    path(f"{HERE}<str:code>/kiem-tra-lai/", views.recheck, name="recheck"),
    path(f"{HERE}<str:code>/rut/", views.withdraw, name="withdraw"),
    path(f"{HERE}<str:code>/hoi/", views.ask, name="ask"),
    path(f"{HERE}<str:code>/phan-hoi/", views.record, name="record"),
    path(f"{HERE}<str:code>/phan-hoi/<int:number>/hien/", views.show, name="show-reply"),
    path(f"{HERE}<str:code>/phan-hoi/<int:number>/bo-qua/", views.pass_over, name="pass-over-reply"),
]
