from django.urls import path

from phoihop.organizations import views

UNITS = "lam-viec/to-chuc/"
ACCOUNTS = "lam-viec/tai-khoan/"
OWN = "lam-viec/cua-toi/"

urlpatterns = [
    path("dang-nhap/", views.sign_in, name="sign_in"),
    path("dang-xuat/", views.sign_out, name="sign_out"),
    path("lam-viec/vi-tri/", views.choose_seat, name="choose_seat"),
    path(OWN, views.own_account, name="own_account"),
    path(f"{OWN}mat-khau/", views.change_password, name="change_password"),
    path(f"{OWN}vang-mat/", views.declare_own_absence, name="declare_own_absence"),
    path(UNITS, views.units, name="units"),
    path(f"{UNITS}dia-ban/", views.create_territory, name="create_territory"),
    path(f"{UNITS}dia-ban/<str:territory>/lap/", views.create_unit, name="create_unit"),
    path(f"{UNITS}chuc-vu/<int:post_id>/bo-tri/", views.seat_person, name="seat_person"),
    path(f"{UNITS}chuc-vu/<int:post_id>/ket-thuc/", views.end_post, name="end_post"),
    path(f"{UNITS}vi-tri/<int:seat_id>/thoi-giu/", views.end_seat, name="end_seat"),
    path(f"{UNITS}thay-mat/<int:deputy_id>/thu-hoi/", views.end_deputy, name="end_deputy"),
    path(f"{UNITS}vang-mat/<int:absence_id>/ket-thuc/", views.end_absence, name="end_absence"),
    path(f"{UNITS}<str:code>/", views.unit, name="unit"),
    path(f"{UNITS}<str:code>/sua/", views.amend_unit, name="amend_unit"),
    path(f"{UNITS}<str:code>/ket-thuc/", views.end_unit, name="end_unit"),
    path(f"{UNITS}<str:code>/ke-thua/", views.record_succession, name="record_succession"),
    path(f"{UNITS}<str:code>/chuc-vu/", views.create_post, name="create_post"),
    path(f"{UNITS}<str:code>/thay-mat/", views.name_deputy, name="name_deputy"),
    path(f"{UNITS}<str:code>/vang-mat/", views.declare_absence, name="declare_absence"),
    path(f"{UNITS}<str:code>/truc/", views.set_duty, name="set_duty"),
    path(ACCOUNTS, views.accounts, name="accounts"),
    path(f"{ACCOUNTS}mo/", views.open_account, name="open_account"),
    path(f"{ACCOUNTS}<int:account_id>/", views.account, name="account"),
    path(f"{ACCOUNTS}<int:account_id>/sua/", views.amend_account, name="amend_account"),
    path(f"{ACCOUNTS}<int:account_id>/mat-khau/", views.set_password, name="set_password"),
    path(f"{ACCOUNTS}<int:account_id>/khoa/", views.disable_account, name="disable_account"),
    path(f"{ACCOUNTS}<int:account_id>/mo-lai/", views.enable_account, name="enable_account"),
]
