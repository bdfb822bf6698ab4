from django.urls import path

from phoihop.notices import views

urlpatterns = [
    path("lam-viec/hop-thu/", views.inbox, name="inbox"),
    path("lam-viec/hop-thu/da-doc/", views.read_all, name="read-all"),
    path("lam-viec/hop-thu/<int:notice_id>/da-doc/", views.read, name="read"),
]
