from django.urls import path

from phoihop.forecasts import views

HERE = "lam-viec/du-bao/"
urlpatterns = [
    path(HERE, views.questions, name="list"),
    path(f"{HERE}du-bao.csv", views.export, name="export"),
    path(f"{HERE}ket-qua/", views.scores, name="scores"),
    path(f"{HERE}soan/", views.draft, name="draft"),
    path(f"{HERE}<str:code>/", views.question, name="question"),
    path(f"{HERE}<str:code>/in/", views.print_question, name="print"),
    path(f"{HERE}<str:code>/sua/", views.write, name="write"),
    path(f"{HERE}<str:code>/trinh/", views.present, name="present"),
    path(f"{HERE}<str:code>/tra-lai/", views.give_back, name="return"),
    path(f"{HERE}<str:code>/mo/", views.open_one, name="open"),
    path(f"{HERE}<str:code>/bo/", views.drop, name="drop"),
    path(f"{HERE}<str:code>/xac-suat/", views.estimate, name="estimate"),
    path(f"{HERE}<str:code>/ghi-ket-qua/", views.resolve, name="resolve"),
    path(f"{HERE}<str:code>/xac-nhan/", views.confirm, name="confirm"),
    path(f"{HERE}<str:code>/khong-xac-nhan/", views.refuse, name="refuse"),
    path(f"{HERE}<str:code>/xem-lai/", views.dispute, name="dispute"),
]
