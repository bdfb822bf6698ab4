"""What a reader gets when a request cannot go on. The views here are made for the test and raise what a room would."""

import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.door import open_door
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.site.urls import handler404, handler500
from phoihop.site.urls import urlpatterns as real

pytestmark = [pytest.mark.django_db]


def _raising(error):
    @open_door(reason="a test", methods=("GET", "POST"))
    def view(request):
        raise error

    return view


@login_not_required  # past Django's own lock, so that ours is seen to hold
def _bare(request):
    return HttpResponse("reached past every door")


class Broken(Exception):
    pass


class Urls:
    urlpatterns = [
        *real,
        path("unseen/", _raising(NotVisible())),
        path("forbidden/", _raising(NotAllowed("Không có quyền."))),
        path("refused/", _raising(Refused("Giai đoạn đã đóng."))),
        path("late/", _raising(SomebodyWasFaster("KH-kg-2021-so-yte", 7))),
        path("broken/", _raising(Broken())),
        path("bare/", _bare),
    ]
    handler404, handler500 = handler404, handler500


@pytest.fixture
def reader():
    with override_settings(ROOT_URLCONF=Urls):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/unseen/", 404), ("/nowhere/", 404), ("/forbidden/", 403), ("/refused/", 422), ("/late/", 409)],
)
def test_each_refusal_has_its_status_and_a_page(reader, address, status):
    response = reader.get(address)
    assert response.status_code == status
    assert "<h1>" in response.content.decode()
    assert response["X-Request-ID"] in response.content.decode()


def test_an_unseen_thing_looks_like_no_thing(reader):
    def words(address):
        response = reader.get(address)
        page = response.content.decode().replace(response["X-Request-ID"], "").replace(address, "")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[\w+/=]+"', "", page)

    assert words("/unseen/") == words("/nowhere/")


def test_the_reason_is_told(reader):
    assert "Giai đoạn đã đóng." in reader.get("/refused/").content.decode()


def test_somebody_was_faster_keeps_the_words_and_takes_the_new_version(reader):
    typed = {"version": "3", "note": "Đề nghị bổ sung <số liệu>", "password": "not to be seen"}
    page = reader.post("/late/", typed).content.decode()
    assert "Đề nghị bổ sung &lt;số liệu&gt;" in page
    assert 'name="version" value="7"' in page
    assert 'action="/late/"' in page
    assert "not to be seen" not in page


def test_a_refused_form_keeps_the_words(reader):
    assert "một câu dài" in reader.post("/refused/", {"note": "một câu dài"}).content.decode()


def test_a_stop_under_htmx_takes_the_whole_page(reader):
    response = reader.post("/late/", {"note": "x y"}, headers={"HX-Request": "true"})
    assert (response["HX-Retarget"], response["HX-Reselect"]) == ("#main", "#main")


def test_a_fault_of_ours_is_a_plain_page_with_its_number(reader, caplog):
    response = reader.get("/broken/")
    assert response.status_code == 500
    assert response["X-Request-ID"] in response.content.decode()


def test_a_view_without_a_door_is_not_reached(reader):
    response = reader.get("/bare/")
    assert response.status_code == 500
    assert "reached" not in response.content.decode()


def test_an_expired_form_keeps_the_words(reader):
    with override_settings(ROOT_URLCONF=Urls):
        strict = Client(enforce_csrf_checks=True)
        response = strict.post("/refused/", {"note": "một câu dài"})
    assert response.status_code == 422
    assert "một câu dài" in response.content.decode()


def test_the_language_is_the_readers_choice():
    client = Client(headers={"Accept-Language": "en"})
    assert client.get("/nowhere/")["Content-Language"] == "vi"
    answer = client.post("/ngon-ngu/", {"language": "en", "next": "/nowhere/"})
    assert answer["Location"] == "/nowhere/"
    assert client.get("/nowhere/")["Content-Language"] == "en"


def test_the_language_form_leads_nowhere_else():
    client = Client()
    for address in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:x"):
        assert client.post("/ngon-ngu/", {"language": "en", "next": address})["Location"] == "/"


def test_health_and_front_page():
    client = Client()
    assert client.get("/healthz").json()["status"] == "ok"
    assert client.get("/").status_code == 200


def test_pages_allow_nothing_from_elsewhere():
    response = Client().get("/nowhere/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
