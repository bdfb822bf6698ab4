from django.urls import path

from phoihop.agreements import views

ROOT = "lam-viec/quy-che/"
TEXT = f"{ROOT}<str:code>/ban-thao/"

urlpatterns = [
    path(ROOT, views.agreements, name="list"),
    path(f"{ROOT}soan/", views.draft, name="draft"),
    path(f"{ROOT}<str:code>/", views.agreement, name="agreement"),
    path(f"{ROOT}<str:code>/so-sanh/", views.compare, name="compare"),
    path(TEXT, views.text, name="text"),
    path(f"{TEXT}bat-dau/", views.start, name="start"),
    path(f"{TEXT}bo/", views.drop, name="drop"),
    path(f"{TEXT}dieu-khoan/", views.write_clause, name="write-clause"),
    path(f"{TEXT}dieu-khoan/bo/", views.drop_clause, name="drop-clause"),
    path(f"{TEXT}trach-nhiem/", views.set_duty, name="set-duty"),
    path(f"{TEXT}trach-nhiem/bo/", views.drop_duty, name="drop-duty"),
    path(f"{ROOT}<str:code>/de-xuat/", views.propose, name="propose"),
    path(f"{ROOT}<str:code>/ky/", views.sign, name="sign"),
    path(f"{ROOT}<str:code>/cham-dut/", views.end, name="end"),
    path(f"{ROOT}<str:code>/gia-han/", views.renew, name="renew"),
    path("lam-viec/can-cu/", views.mandates, name="mandates"),
    path("lam-viec/can-cu/ghi/", views.record_mandate, name="record-mandate"),
    path("lam-viec/can-cu/<str:code>/", views.mandate, name="mandate"),
    path("lam-viec/can-cu/<str:code>/quan-triet/", views.spread, name="spread"),
    path("lam-viec/can-cu/<str:code>/xac-nhan/", views.confirm, name="confirm"),
]
