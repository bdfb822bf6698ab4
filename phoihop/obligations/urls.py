from django.urls import path

from phoihop.obligations import views

ROOT = "lam-viec/nghia-vu/"
ITEM = f"{ROOT}<str:code>/"
LINE = f"{ITEM}van-ban/<int:expected_id>/"
DAYS = "lam-viec/lich-lam-viec/"
LADDER = "lam-viec/thang-nhac/"

urlpatterns = [
    path(ROOT, views.board, name="board"),
    path(f"{ROOT}bo-loc/luu/", views.save_filter, name="save-filter"),
    path(f"{ROOT}bo-loc/<int:filter_id>/bo/", views.drop_filter, name="drop-filter"),
    path(ITEM, views.item, name="item"),
    path(f"{ITEM}vi-sao/", views.why, name="why"),
    path(f"{ITEM}bat-dau/", views.start, name="start"),
    path(f"{ITEM}nop/", views.hand_in, name="hand-in"),
    path(f"{ITEM}nop-phan/", views.support, name="support"),
    path(f"{ITEM}nghiem-thu/", views.accept, name="accept"),
    path(f"{ITEM}tra-lai/", views.give_back, name="return"),
    path(f"{ITEM}mien/", views.waive, name="waive"),
    path(f"{ITEM}bi-chan/", views.block, name="block"),
    path(f"{ITEM}go-chan/", views.unblock, name="unblock"),
    path(f"{ITEM}de-nghi-gia-han/", views.ask_extension, name="ask-extension"),
    path(f"{ITEM}gia-han/", views.grant_extension, name="grant-extension"),
    path(f"{ITEM}gia-han/<int:extension_id>/tra-loi/", views.decide_extension, name="decide-extension"),
    path(f"{ITEM}gui-lien-ket/", views.send_link, name="send-link"),
    path(f"{ITEM}van-ban/them/", views.expect, name="expect"),
    path(f"{LINE}cung-cap/", views.provide, name="provide"),
    path(f"{LINE}giu-lai/", views.withhold, name="withhold"),
    path(f"{LINE}duyet-giu-lai/", views.review_withholding, name="review-withholding"),
    path(f"{LINE}bo-giu-lai/", views.lift_withholding, name="lift-withholding"),
    path(f"{LINE}bo/", views.drop_expected, name="drop-expected"),
    path("lam-viec/cung-cap/", views.provision, name="provision"),
    path(LADDER, views.ladder, name="ladder"),
    path(f"{LADDER}<str:code>/", views.ladder_of, name="ladder-of"),
    path(f"{LADDER}<str:code>/bac/", views.set_rung, name="set-rung"),
    path(f"{LADDER}<str:code>/bo-bac/", views.drop_rung, name="drop-rung"),
    path(f"{LADDER}<str:code>/gio/", views.set_ladder_hours, name="set-ladder-hours"),
    path(f"{LADDER}<str:code>/mac-dinh/", views.reset_ladder, name="reset-ladder"),
    path(DAYS, views.days, name="days"),
    path(f"{DAYS}khai-bao/", views.declare_day, name="declare-day"),
    path(f"{DAYS}bo/", views.revoke_day, name="revoke-day"),
]
