"""Following a concern: what everybody may see, what is its raiser's alone, and what he may do when."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils.html import escape

from phoihop.ground.clock import local_date
from phoihop.intake import commands, queries
from phoihop.intake.models import Input, Throttle
from phoihop.intake.rules.limits import LIMITS
from phoihop.publications import commands as publications
from tests.conftest import StoppedClock
from tests.world.build import LOADER, World
from tests.world.citizens import DESK, LAMP, Citizen, file, open_for_concerns, photo, words

SECRET_ANSWER = "Đã thay ba bóng đèn ngày 20/7."
TOKEN = re.compile(
    r'<form class="card pad flow" method="post" action="([^"]+)".*?name="token" value="([^"]+)"', re.DOTALL
)


@pytest.fixture
def citizen(world: World) -> Citizen:
    open_for_concerns(world)
    return Citizen()


def tracked(world: World, code: str, **changed: Any) -> publications.TrackingCopy:
    at = world.at
    copy = publications.TrackingCopy(
        code=code,
        territory="kg",
        service="ha-tang",
        place="rach-soi",
        state="FORWARDED",
        state_words="Đã chuyển xử lý",
        unit_name="Sở Giao thông vận tải",
        received_at=at,
        due_date=local_date(at) + timedelta(days=14),
        due_why=(("Quy tắc", "10 ngày làm việc sau ngày tiếp nhận"),),
        steps=(publications.Step(at=at, state="RECEIVED", words="Tiếp nhận"),),
    )
    copy = replace(copy, **changed)
    publications.track(copy=copy, by=LOADER, at=at)
    return copy


def answered(world: World, code: str, **changed: Any) -> None:
    given: dict[str, Any] = {
        "state": "ANSWERED",
        "state_words": "Đã trả lời",
        "answer": SECRET_ANSWER,
        "answer_number": 1,
        "answered_at": world.at,
        "reopen_until": local_date(world.at) + timedelta(days=30),
    }
    tracked(world, code, **{**given, **changed})


def forms_on(page: Any) -> dict[str, str]:
    """Addresses of the acts on a raiser's page, each with its token."""
    return {action.rstrip("/").rpartition("/")[2]: token for action, token in TOKEN.findall(page.content.decode())}


def test_before_it_is_taken_in_the_page_says_what_was_promised(citizen: Citizen, khach: Any) -> None:
    code, key = citizen.written()
    for page in (khach.client.get(f"/phan-anh/{code}/"), citizen.client.get(f"/phan-anh/{code}/{key}/")):
        assert page.status_code == 200
        assert "Sở Giao thông vận tải" in words(page)
        assert "Chờ tiếp nhận" in words(page)
        assert LAMP not in page.content.decode()
    assert khach.client.get("/phan-anh/PA-kg-2021-999999/").status_code == 404
    assert khach.client.get("/phan-anh/PA/").status_code == 404
    assert khach.client.get("/phan-anh/khong-co/").status_code == 404


def test_the_answer_is_its_raisers_until_it_is_published(citizen: Citizen, world: World, khach: Any) -> None:
    code, key = citizen.written()
    answered(world, code, title="Đèn đường chợ Rạch Sỏi")
    assert SECRET_ANSWER in words(citizen.client.get(f"/phan-anh/{code}/{key}/"))
    everybody = khach.client.get(f"/phan-anh/{code}/")
    assert SECRET_ANSWER not in everybody.content.decode()
    assert "Đèn đường chợ" not in everybody.content.decode()  # its title only once it is listed
    assert key not in everybody.content.decode()
    answered(world, code, title="Đèn đường chợ Rạch Sỏi", is_public=True)
    assert "Đèn đường chợ" in words(khach.client.get(f"/phan-anh/{code}/"))


def test_a_wrong_key_opens_nothing_and_too_many_have_to_wait(citizen: Citizen) -> None:
    code, key = citizen.written()
    other, _key = citizen.written()
    guess = Citizen("198.51.100.9")
    for place in ("", "bien-nhan/", "du-lieu/"):
        assert guess.client.get(f"/phan-anh/{code}/{'a' * 16}/{place}").status_code == 404
    assert guess.client.get(f"/phan-anh/{other}/{key}/").status_code == 404
    assert guess.client.post(f"/phan-anh/{code}/{'b' * 16}/mo-lai/").status_code == 404
    most = LIMITS["key"].most
    answers = [guess.client.get(f"/phan-anh/{code}/{n:016x}/").status_code for n in range(most)]
    assert answers[-1] == 429
    before = list(Throttle.rows.values())
    assert guess.client.get(f"/phan-anh/{code}/{key}/").status_code == 429  # even the right one: it learns nothing
    assert list(Throttle.rows.values()) == before
    assert citizen.client.get(f"/phan-anh/{code}/{key.upper()}/").status_code == 200


def test_a_key_minted_for_a_mail_opens_the_page(citizen: Citizen, world: World) -> None:
    code, _key = citizen.written()
    minted = commands.mint_key(code=code, by=DESK.through("concern.tell"), at=world.at)
    assert citizen.client.get(f"/phan-anh/{code}/{minted}/").status_code == 200


def test_reopens_once_within_the_term(citizen: Citizen, world: World, clock: StoppedClock) -> None:
    code, key = citizen.written()
    here = f"/phan-anh/{code}/{key}/"
    assert "mo-lai" not in forms_on(citizen.client.get(here))
    answered(world, code)
    token = forms_on(citizen.client.get(here))["mo-lai"]
    empty = citizen.client.post(f"{here}mo-lai/", {"token": token, "reason": "NOT_SO", "text": ""})
    assert empty.status_code == 422
    assert "Ghi ít nhất một câu" in words(empty)
    said = {"token": token, "reason": "NOT_SO", "text": "Chỉ một bóng được thay."}
    done = citizen.client.post(f"{here}mo-lai/", said)
    assert done["Location"] == f"{here}?da-gui=mo-lai"
    after = citizen.client.get(done["Location"])
    assert "Đã nhận yêu cầu mở lại" in words(after)
    assert "mo-lai" not in forms_on(after)
    assert citizen.client.post(f"{here}mo-lai/", said)["Location"] == done["Location"]
    row = Input.rows.get(what="REOPEN")
    taken = commands.take(code=row.code, by=DESK, at=world.at)
    assert taken is not None
    assert taken.about == code
    assert taken.payload == {
        "reason": "NOT_SO",
        "text": "Chỉ một bóng được thay.",
        "by_key": queries.digest_of(key),
    }
    clock.move(days=31)
    late = citizen.client.post(f"{here}mo-lai/", {**said, "token": token})
    assert late.status_code == 422
    assert "Thời hạn mở lại đã hết" in words(late)


def test_edited_words_of_a_form_sent_before_are_shown_again(citizen: Citizen, world: World) -> None:
    code, key = citizen.written()
    answered(world, code)
    here = f"/phan-anh/{code}/{key}/"
    token = forms_on(citizen.client.get(here))["mo-lai"]
    said = {"token": token, "reason": "NOT_SO", "text": "Chỉ một bóng được thay."}
    citizen.client.post(f"{here}mo-lai/", said)
    edited = citizen.client.post(f"{here}mo-lai/", {**said, "text": "Không bóng nào được thay."})
    assert edited.status_code == 409
    assert "Không bóng nào được thay." in edited.content.decode()
    assert Input.rows.filter(what="REOPEN").count() == 1


def test_rates_once(citizen: Citizen, world: World) -> None:
    code, key = citizen.written()
    here = f"/phan-anh/{code}/{key}/"
    answered(world, code)
    token = forms_on(citizen.client.get(here))["danh-gia"]
    assert citizen.client.post(f"{here}danh-gia/", {"token": token, "rating": "9"}).status_code == 422
    assert citizen.client.post(f"{here}danh-gia/", {"token": token, "rating": "4"}).status_code == 302
    answered(world, code, rating=4, state="RATED", state_words="Đã được đánh giá")
    again = citizen.client.get(here)
    assert "4 trên 5" in words(again)
    assert "danh-gia" not in forms_on(again)
    assert citizen.client.post(f"{here}danh-gia/", {"token": token, "rating": "1"}).status_code == 422


def test_answers_what_it_is_asked_with_photos(citizen: Citizen, world: World) -> None:
    code, key = citizen.written()
    here = f"/phan-anh/{code}/{key}/"
    tracked(world, code, state="NEEDS_INFO", state_words="Chờ bổ sung", asks="Đèn số mấy?")
    page = citizen.client.get(here)
    assert "Đèn số mấy?" in words(page)
    assert "Đèn số mấy?" not in words(citizen.client.get(f"/phan-anh/{code}/"))
    token = forms_on(page)["bo-sung"]
    bad = citizen.client.post(
        f"{here}bo-sung/",
        {"token": token, "text": "Đèn số 12 và 13.", "photos": [file(b"PK\3\4zip", "a.jpg")], "end": "1"},
    )
    assert bad.status_code == 422
    assert "không phải ảnh" in words(bad)
    assert "Đèn số 12 và 13." in bad.content.decode()
    good = {"token": token, "text": "Đèn số 12 và 13.", "photos": [file(photo())], "end": "1"}
    assert citizen.client.post(f"{here}bo-sung/", good).status_code == 302
    taken = commands.take(code=Input.rows.get(what="MORE").code, by=DESK, at=world.at)
    assert taken is not None
    assert (taken.about, taken.payload["text"], len(taken.photos)) == (code, "Đèn số 12 và 13.", 1)


def test_asks_for_the_data_or_its_end(citizen: Citizen, world: World) -> None:
    code, key = citizen.written()
    here = f"/phan-anh/{code}/{key}/du-lieu/"
    token = forms_on(citizen.client.get(here))["du-lieu"]
    assert citizen.client.post(here, {"token": token, "ask": ""}).status_code == 422
    done = citizen.client.post(here, {"token": token, "ask": "ERASE"})
    assert done.status_code == 302
    assert "hai ngày làm việc" in words(citizen.client.get(done["Location"]))
    taken = commands.take(code=Input.rows.get(what="DATA").code, by=DESK, at=world.at)
    assert taken is not None
    assert taken.payload == {"ask": "ERASE", "by_key": queries.digest_of(key)}


@pytest.mark.parametrize("act", ["mo-lai", "danh-gia", "bo-sung"])
def test_acts_that_are_not_open_are_refused_with_a_sentence(citizen: Citizen, world: World, act: str) -> None:
    code, key = citizen.written()
    for _ in range(2):
        answer = citizen.client.post(f"/phan-anh/{code}/{key}/{act}/", {"text": "Chữ của tôi ở đây.", "end": "1"})
        assert answer.status_code == 422
        assert "hãy" in words(answer).lower()
        tracked(world, code)
    assert Input.rows.count() == 1


def test_a_form_of_another_act_or_concern_does_not_count(citizen: Citizen, world: World) -> None:
    (code, key), (other, other_key) = citizen.written(), citizen.written()
    for one in (code, other):
        answered(world, one)
    foreign = forms_on(citizen.client.get(f"/phan-anh/{other}/{other_key}/"))
    here = f"/phan-anh/{code}/{key}/mo-lai/"
    for token in (foreign["mo-lai"], foreign["danh-gia"], "", "x"):
        answer = citizen.client.post(here, {"token": token, "reason": "NOT_SO", "text": "Chữ của tôi ở đây."})
        assert answer.status_code == 422
        assert "Chữ của tôi ở đây." in answer.content.decode()
    assert not Input.rows.filter(what="REOPEN").exists()


def test_a_merged_one_shows_the_common_answer_to_each_raiser(citizen: Citizen, world: World, khach: Any) -> None:
    (main, _main_key), (code, key) = citizen.written(), citizen.written()
    answered(world, main, is_public=True, title="Đèn đường")
    answered(world, code, merged_into=main)
    assert SECRET_ANSWER in words(citizen.client.get(f"/phan-anh/{code}/{key}/"))
    assert f'href="/phan-anh/{main}/"' in khach.client.get(f"/phan-anh/{code}/").content.decode()


def test_what_the_clock_dropped_is_said(citizen: Citizen, world: World) -> None:
    code, key = citizen.written()
    clock = DESK.system("deadline-clock")
    assert commands.tick(by=clock, at=world.at + timedelta(days=29)) == 0
    assert commands.tick(by=clock, at=world.at + timedelta(days=31)) == 1
    assert "không được tiếp nhận" in words(citizen.client.get(f"/phan-anh/{code}/{key}/"))
    assert not Throttle.rows.exists()


def test_hostile_words_are_shown_as_they_were_typed(citizen: Citizen, world: World) -> None:
    code, key = citizen.written()
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    answered(world, code, title=hostile, is_public=True, unit_name=hostile, answer=hostile, asks=hostile)
    for url in (f"/phan-anh/{code}/", f"/phan-anh/{code}/{key}/", f"/phan-anh/{code}/{key}/bien-nhan/", "/phan-anh/"):
        page = citizen.client.get(url).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert escape(hostile).replace("&#x27;", "'")[:30] in page.replace("&#x27;", "'")
