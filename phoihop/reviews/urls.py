from django.urls import path

from phoihop.reviews import views

HERE = "lam-viec/so-ket/"
urlpatterns = [
    path(HERE, views.reviews, name="list"),
    path(f"{HERE}mo/", views.open_one, name="open"),
    path(f"{HERE}dinh-ky/", views.schedule, name="schedule"),
    path(f"{HERE}dinh-ky/bo/", views.unschedule, name="unschedule"),
    path(f"{HERE}nhieu-nam/<str:code>/", views.decade, name="decade"),
    path(f"{HERE}<str:code>/", views.review, name="review"),
    path(f"{HERE}<str:code>/lap-lai/", views.compile_again, name="compile"),
    path(f"{HERE}<str:code>/moi/", views.gather, name="gather"),
    path(f"{HERE}<str:code>/trinh-ky/", views.present, name="present"),
    path(f"{HERE}<str:code>/mo-lai/", views.reopen, name="reopen"),
    path(f"{HERE}<str:code>/ky/", views.sign, name="sign"),
    path(f"{HERE}<str:code>/khong-dong-y/", views.dissent, name="dissent"),
    path(f"{HERE}<str:code>/thu-hoi/", views.recall, name="recall"),
    path(f"{HERE}<str:code>/cong-bo/", views.publish, name="publish"),
    path(f"{HERE}<str:code>/rut/", views.withdraw_public, name="withdraw"),
    path(f"{HERE}<str:code>/tai/<str:kind>/", views.download, name="download"),
    path(f"{HERE}<str:code>/cap-duoi/", views.below, name="below"),
    path(f"{HERE}<str:code>/phan/<int:unit_id>/", views.part, name="part"),
    path(f"{HERE}<str:code>/phan/<int:unit_id>/viet/", views.write, name="write"),
    path(f"{HERE}<str:code>/phan/<int:unit_id>/nop/", views.hand_in, name="hand-in"),
    path(f"{HERE}<str:code>/phan/<int:unit_id>/nhan/", views.accept, name="accept"),
    path(f"{HERE}<str:code>/phan/<int:unit_id>/tra-lai/", views.give_back, name="return"),
    path(f"{HERE}<str:code>/phan/<int:unit_id>/bai-hoc/", views.propose, name="propose-lesson"),
    path(f"{HERE}<str:code>/bai-hoc/", views.lessons, name="lessons"),
    path(f"{HERE}<str:code>/bai-hoc/<int:number>/", views.answer, name="answer-lesson"),
    path(f"{HERE}<str:code>/bai-hoc/<int:number>/rut/", views.withdraw, name="withdraw-lesson"),
]
