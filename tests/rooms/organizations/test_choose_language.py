from django.urls import reverse

from tests.world.build import World
from tests.world.cast import Person

URL = reverse("organizations:own_account")


def test_chi_chooses_english_for_herself(world: World, chi: Person, an: Person) -> None:
    assert chi.client.post(URL, {"language": "en"}).status_code == 302
    assert (chi.actor_at(world.at).language, an.actor_at(world.at).language) == ("en", "vi")
    assert chi.client.get(URL).headers["Content-Language"] == "en"


def test_twice_is_harmless(chi: Person) -> None:
    for _ in range(2):
        assert chi.client.post(URL, {"language": "en"}).status_code == 302


def test_another_language_is_refused(chi: Person) -> None:
    assert chi.client.post(URL, {"language": "fr"}).status_code == 422


def test_khach_is_sent_to_sign_in(khach: Person) -> None:
    assert khach.client.get(URL).headers["Location"].startswith("/dang-nhap/")


def test_own_page_names_the_seats(chi: Person) -> None:
    assert "Chuyên viên Văn phòng Sở" in chi.client.get(URL).content.decode()
