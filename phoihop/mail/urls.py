from django.urls import path

from phoihop.mail.views import addresses, links

urlpatterns = [
    path("l/<str:token>/", links.link, name="link"),
    path("l/<str:token>/tep/", links.link_files, name="link-files"),
    path("lam-viec/to-chuc/<str:code>/lien-ket/", links.links, name="links"),
    path("lam-viec/lien-ket/<int:link_id>/thu-hoi/", links.withdraw_link, name="withdraw-link"),
    path("lam-viec/dia-chi-thu/<str:code>/chinh/", addresses.make_main_address, name="make-main-address"),
    path("lam-viec/dia-chi-thu/<str:code>/lien-ket/", addresses.ask_links, name="ask-links"),
    path("lam-viec/to-chuc/<str:code>/dia-chi-thu/", addresses.add_address, name="add-address"),
    path("lam-viec/dia-chi-thu/<str:code>/giao/", addresses.hand_over_address, name="hand-over-address"),
    path("lam-viec/dia-chi-thu/<str:code>/thoi-dung/", addresses.retire_address, name="retire-address"),
]
