from django.urls import path

from phoihop.reporting import views

HERE = "lam-viec/mau-van-ban/"
REPORTS = "lam-viec/bao-cao/"

urlpatterns = [
    path(REPORTS, views.reports, name="reports"),
    path(f"{REPORTS}cach-lap/", views.habits, name="habits"),
    path(f"{REPORTS}<str:code>/", views.report, name="report"),
    path(f"{REPORTS}<str:code>/trang-dau.png", views.report_picture, name="report-picture"),
    path(f"{REPORTS}<str:code>/tep/<str:kind>/", views.report_file, name="report-file"),
    path(f"{REPORTS}<str:code>/so-lieu/<str:key>/", views.figure, name="figure"),
    path(HERE, views.own, name="own"),
    path(f"{HERE}<str:code>/", views.letterhead, name="letterhead"),
    path(f"{HERE}<str:code>/sua/", views.amend, name="amend"),
    path(f"{HERE}<str:code>/xem-thu.png", views.preview, name="preview"),
    path(f"{HERE}<str:code>/mau/<str:kind>/", views.sample, name="sample"),
    path(f"{HERE}<str:code>/khuon/", views.adopt, name="adopt"),
    path(f"{HERE}<str:code>/khuon/bo/", views.drop, name="drop"),
]
