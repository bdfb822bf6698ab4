from django.urls import path

from phoihop.documents.views import books, documents, intake

urlpatterns = [
    path("lam-viec/van-ban/", documents.register_list, name="list"),
    path("lam-viec/van-ban/dua-vao/", intake.take_in, name="take-in"),
    path("lam-viec/van-ban/cho-vao-so/", intake.tray, name="tray"),
    path("lam-viec/van-ban/dang-giu/", intake.held, name="held"),
    path("lam-viec/van-ban/dang-giu/<int:held_id>/cho-nhan/", intake.release, name="release"),
    path("lam-viec/van-ban/dang-giu/<int:held_id>/bo/", intake.drop, name="drop"),
    path("lam-viec/van-ban/<str:code>/", documents.document, name="document"),
    path("lam-viec/van-ban/<str:code>/vao-so/", documents.register, name="register"),
    path("lam-viec/van-ban/<str:code>/bo/", documents.discard, name="discard"),
    path("lam-viec/van-ban/<str:code>/mo-ta/", documents.describe, name="describe"),
    path("lam-viec/van-ban/<str:code>/tep/<str:kind>/<int:number>/", documents.file, name="file"),
    path("lam-viec/van-ban/<str:code>/trang/<int:page>/", documents.picture, name="picture"),
    path("lam-viec/van-ban/<str:code>/gan/", documents.link, name="link"),
    path("lam-viec/van-ban/<str:code>/go/", documents.unlink, name="unlink"),
    path("lam-viec/van-ban/<str:code>/gui/", documents.share, name="share"),
    path("lam-viec/van-ban/<str:code>/thoi-gui/", documents.unshare, name="unshare"),
    path("lam-viec/van-ban/<str:code>/che/", documents.mark, name="mark"),
    path("lam-viec/van-ban/<str:code>/thay/", documents.replace, name="replace"),
    path("lam-viec/van-ban/<str:code>/thu-hoi/", documents.recall, name="recall"),
    path("lam-viec/van-ban/<str:code>/bao-quan/", documents.retain, name="retain"),
    path("lam-viec/van-ban/<str:code>/giu-nguyen/", documents.freeze, name="freeze"),
    path("lam-viec/van-ban/<str:code>/thoi-giu/", documents.unfreeze, name="unfreeze"),
    path("lam-viec/so-van-ban/", books.books, name="books"),
    path("lam-viec/so-van-ban/mo/", books.open_book, name="open-book"),
    path("lam-viec/so-van-ban/theo-doi/", books.follow_up, name="follow-up"),
    path("lam-viec/so-van-ban/<int:book_id>/", books.book, name="book"),
    path("lam-viec/so-van-ban/<int:book_id>/khoa/", books.close_book, name="close-book"),
]
