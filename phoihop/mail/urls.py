from django.urls import path

from phoihop.mail.views import addresses, links

urlpatterns = [
    path("l/<str:token>/", links.link, name="link"),
    path("lam-viec/to-chuc/<str:code>/dia-chi-thu/", addresses.add_address, name="add-address"),
    path("lam-viec/dia-chi-thu/<str:code>/giao/", addresses.hand_over_address, name="hand-over-address"),
    path("lam-viec/dia-chi-thu/<str:code>/thoi-dung/", addresses.retire_address, name="retire-address"),
]
