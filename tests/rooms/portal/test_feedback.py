"""Readers' word on what was published: by a form without a cookie, into the intake, once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from phoihop.intake.models import Input
from tests.world import portal
from tests.world.build import World
from tests.world.cast import Person

PATH = "/tin/TT-kg-2021-0001/gop-y/"


def token(client: Client, path: str = PATH) -> str:
    (found,) = re.findall(r'name="token" value="([^"]+)"', client.get(path).content.decode())
    return str(found)


def test_a_word_reaches_the_intake_sealed_and_its_sender_gets_a_code(out: World, khach: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    sent = {"token": token(client), "text": "Giờ phát loa ghi nhầm", "mail": "nguoidoc@example.vn", "proof": ""}
    answer = client.post(PATH, sent)
    assert answer.status_code == 200
    assert not answer.cookies
    row = Input.rows.get()
    assert (row.what, row.channel, row.about, row.territory) == ("FEEDBACK", "form", "TT-kg-2021-0001", "kg")
    assert row.code in answer.content.decode()
    assert b"nguoidoc" not in bytes(row.sealed)
    assert "no-work" in row.flags
    assert client.post(PATH, sent).status_code == 200
    assert Input.rows.count() == 1, "the same form sent twice is one word"


def test_what_is_missing_is_said_and_what_was_typed_is_kept(out: World, khach: Person) -> None:
    answer = khach.client.post(PATH, {"token": token(khach.client), "text": "", "mail": "khong-dung"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Ghi góp ý của bạn" in html
    assert 'value="khong-dung"' in html
    long = khach.client.post(PATH, {"token": token(khach.client), "text": "x" * 1001})
    assert long.status_code == 422
    assert "x" * 1001 in long.content.decode()
    assert not Input.rows.exists()


@pytest.mark.parametrize("forged", ["", "x", "0-0-0", "60f0f0f0-" + "a" * 32 + "-" + "b" * 32])
def test_a_form_that_is_not_ours_is_shown_again_with_its_words(out: World, khach: Person, forged: str) -> None:
    answer = khach.client.post(PATH, {"token": forged, "text": "Lời góp ý dài", "mail": ""})
    assert answer.status_code == 422
    assert "Lời góp ý dài" in answer.content.decode()
    assert "Hãy bấm gửi lần nữa" in answer.content.decode()
    assert not Input.rows.exists()


def test_the_token_of_one_article_sends_nothing_about_another(out: World, khach: Person) -> None:
    other = token(khach.client, "/kinh-nghiem/KN-kg-2021-0001/gop-y/")
    assert khach.client.post(PATH, {"token": other, "text": "Lời góp ý"}).status_code == 422
    assert not Input.rows.exists()


def test_whoever_floods_is_stopped_and_nothing_more_is_written(out: World, khach: Person) -> None:
    for number in range(12):
        khach.client.post(PATH, {"token": token(khach.client), "text": f"Lời góp ý số {number}"})
    assert Input.rows.count() == 10


def test_nobody_answers_for_pages_of_the_portal_itself(out: World, khach: Person) -> None:
    assert khach.client.get("/trang/TR-kg-2021-0001/gop-y/").status_code == 404
    assert khach.client.get(f"/tin/{portal.PLAN}/gop-y/").status_code == 404
    assert khach.client.get(f"/ke-hoach/{portal.PLAN}/gop-y/").status_code == 200
