from django.urls import path

from phoihop.organizations.views import restructure, staff

UNITS = "lam-viec/to-chuc/"
BATCHES = f"{UNITS}sap-xep/"
ACCOUNTS = "lam-viec/tai-khoan/"
OWN = "lam-viec/cua-toi/"

urlpatterns = [
    path("dang-nhap/", staff.sign_in, name="sign_in"),
    path("dang-xuat/", staff.sign_out, name="sign_out"),
    path("lam-viec/vi-tri/", staff.choose_seat, name="choose_seat"),
    path(OWN, staff.own_account, name="own_account"),
    path(f"{OWN}mat-khau/", staff.change_password, name="change_password"),
    path(f"{OWN}vang-mat/", staff.declare_own_absence, name="declare_own_absence"),
    path(f"{OWN}lich/", staff.own_feeds, name="own_feeds"),
    path(f"{OWN}lich/<int:feed_id>/thu-hoi/", staff.revoke_feed, name="revoke_feed"),
    path(UNITS, staff.units, name="units"),
    path(f"{UNITS}dia-ban/", staff.create_territory, name="create_territory"),
    path(f"{UNITS}dia-ban/<str:territory>/lap/", staff.create_unit, name="create_unit"),
    path(BATCHES, restructure.batches, name="batches"),
    path(f"{BATCHES}lap/", restructure.compose_batch, name="compose_batch"),
    path(f"{BATCHES}<str:code>/", restructure.batch, name="batch"),
    path(f"{BATCHES}<str:code>/buoc/", restructure.add_step, name="add_step"),
    path(f"{BATCHES}<str:code>/buoc/<int:number>/bo/", restructure.drop_step, name="drop_step"),
    path(f"{BATCHES}<str:code>/tra-loi/", restructure.answer_question, name="answer_question"),
    path(f"{BATCHES}<str:code>/duyet/", restructure.approve_batch, name="approve_batch"),
    path(f"{BATCHES}<str:code>/thuc-hien/", restructure.apply_batch, name="apply_batch"),
    path(f"{BATCHES}<str:code>/hoan-tac/", restructure.undo_batch, name="undo_batch"),
    path(f"{BATCHES}<str:code>/rut/", restructure.withdraw_batch, name="withdraw_batch"),
    path(f"{UNITS}chuc-vu/<int:post_id>/bo-tri/", staff.seat_person, name="seat_person"),
    path(f"{UNITS}chuc-vu/<int:post_id>/ket-thuc/", staff.end_post, name="end_post"),
    path(f"{UNITS}vi-tri/<int:seat_id>/thoi-giu/", staff.end_seat, name="end_seat"),
    path(f"{UNITS}thay-mat/<int:deputy_id>/thu-hoi/", staff.end_deputy, name="end_deputy"),
    path(f"{UNITS}vang-mat/<int:absence_id>/ket-thuc/", staff.end_absence, name="end_absence"),
    path(f"{UNITS}<str:code>/", staff.unit, name="unit"),
    path(f"{UNITS}<str:code>/sua/", staff.amend_unit, name="amend_unit"),
    path(f"{UNITS}<str:code>/ket-thuc/", staff.end_unit, name="end_unit"),
    path(f"{UNITS}<str:code>/ke-thua/", staff.record_succession, name="record_succession"),
    path(f"{UNITS}<str:code>/chuc-vu/", staff.create_post, name="create_post"),
    path(f"{UNITS}<str:code>/thay-mat/", staff.name_deputy, name="name_deputy"),
    path(f"{UNITS}<str:code>/vang-mat/", staff.declare_absence, name="declare_absence"),
    path(f"{UNITS}<str:code>/truc/", staff.set_duty, name="set_duty"),
    path(ACCOUNTS, staff.accounts, name="accounts"),
    path(f"{ACCOUNTS}mo/", staff.open_account, name="open_account"),
    path(f"{ACCOUNTS}<int:account_id>/", staff.account, name="account"),
    path(f"{ACCOUNTS}<int:account_id>/sua/", staff.amend_account, name="amend_account"),
    path(f"{ACCOUNTS}<int:account_id>/mat-khau/", staff.set_password, name="set_password"),
    path(f"{ACCOUNTS}<int:account_id>/khoa/", staff.disable_account, name="disable_account"),
    path(f"{ACCOUNTS}<int:account_id>/mo-lai/", staff.enable_account, name="enable_account"),
]
