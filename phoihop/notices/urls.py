from django.urls import path

from phoihop.notices import views

BOX = "lam-viec/hop-thu/"
OWN = "lam-viec/cua-toi/thong-bao/"

urlpatterns = [
    path(BOX, views.inbox, name="inbox"),
    path(f"{BOX}da-doc/", views.read_all, name="read-all"),
    path(f"{BOX}<int:notice_id>/da-doc/", views.read, name="read"),
    path(f"{BOX}co-quan/", views.office, name="office"),
    path(f"{BOX}co-quan/da-doc/", views.read_all_office, name="read-all-office"),
    path(f"{BOX}co-quan/<int:notice_id>/da-doc/", views.read_office, name="read-office"),
    path(f"{BOX}co-quan/cach-nhan/", views.office_settings, name="office-settings"),
    path(f"{BOX}co-quan/giao/<str:code>/", views.hand_over, name="hand-over"),
    path(OWN, views.settings, name="settings"),
    path(f"{OWN}dia-chi/", views.address, name="address"),
    path(f"{OWN}dia-chi/ma/", views.confirm, name="confirm"),
    path(f"{OWN}dia-chi/bo/", views.drop_address, name="drop-address"),
]
