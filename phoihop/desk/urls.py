from django.urls import path

from phoihop.desk import views

urlpatterns = [
    path("lam-viec/", views.today, name="today"),
    path("lam-viec/chuong-trinh/", views.programme, name="programme"),
    path("lam-viec/so-cai/", views.ledger, name="ledger"),
    path("lam-viec/so-cai/gui-lai/<int:delivery_id>/", views.retry, name="retry"),
    path("lam-viec/so-cai/xoa/<int:entry_id>/<str:field>/", views.erase, name="erase"),
    path("lam-viec/dien-bien/<str:on>/<str:code>/", views.timeline, name="timeline"),
    path("lam-viec/tim/", views.search, name="search"),
    path("lam-viec/tim/goi-y/", views.suggest, name="suggest"),
    path("lam-viec/lich/", views.calendar, name="calendar"),
    path("lam-viec/lich/trung/", views.clashes, name="clashes"),
    path("lam-viec/lich/sap-toi/", views.ahead, name="ahead"),
    path("lich/<str:token>.ics", views.feed, name="feed"),
    path("lam-viec/them/", views.more, name="more"),
]
