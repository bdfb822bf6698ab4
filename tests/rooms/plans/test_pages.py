"""The pages: who gets which, what they offer, and that they do not ask more when there is more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phoihop.plans import commands
from phoihop.plans.models import Plan, Topic
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person

ROUNDS, PLANS, TOPICS = "/lam-viec/dot-chon/", "/lam-viec/ke-hoach/", "/lam-viec/van-de/"


def _text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return str(answer.content.decode())


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def _urls(year: layer.Year) -> list[str]:
    return [f"{ROUNDS}{year.round}/", f"{PLANS}{year.plan}/", f"{TOPICS}{year.topic}/"]


def test_things_open_to_parties_and_auditors_alone(world: World, request: pytest.FixtureRequest) -> None:
    year = layer.begin(world)
    expected = {"an": 200, "binh": 200, "chi": 200, "giang": 200, "kim": 200, "dung": 404, "long": 404, "khach": 302}
    for name, status in expected.items():
        client = request.getfixturevalue(name).client
        assert [client.get(url).status_code for url in _urls(year)] == [status] * 3, name


@pytest.mark.parametrize("name", ["an", "chi", "dung", "kim"])
def test_lists_and_forms_open(world: World, request: pytest.FixtureRequest, name: str) -> None:
    layer.begin(world)
    for url in (ROUNDS, PLANS, TOPICS):
        _text(request.getfixturevalue(name).client, url)


@pytest.mark.parametrize(
    ("layer_of", "name", "label"),
    [
        (layer.notify, "an", "Mở công văn để xác nhận"),
        (layer.acknowledge, "an", "Ghi hoạt động"),
        (layer.begin, "chi", "Thực hiện: Gửi tài liệu"),
        (layer.begin, "an", "Thực hiện: Thẩm định, dự báo"),
    ],
)
def test_the_dossier_offers_the_next_step(
    world: World, request: pytest.FixtureRequest, layer_of: Any, name: str, label: str
) -> None:
    year = layer_of(world)
    page = _text(request.getfixturevalue(name).client, f"{TOPICS}{year.topic}/")
    assert label in page
    assert page.count('class="btn"') <= 1


def test_the_proposed_dossier_is_chosen_and_notified_in_one_click(world: World, chi: Person) -> None:
    year = layer.propose(world, layer.call_round(world))
    url = f"{TOPICS}{year.topic}/"
    assert f'action="{url}chon-va-thong-bao/"' in _text(chi.client, url)
    answer = chi.client.post(f"{url}chon-va-thong-bao/", {"version": 1})
    assert answer.status_code == 302
    assert layer.topic_row(year).state == "NOTIFIED"
    assert chi.client.post(f"{url}chon-va-thong-bao/", {"version": 1}).status_code in (409, 422)


def test_a_shut_gate_is_told_in_words(world: World, an: Person) -> None:
    year = layer.begin(world)
    page = _text(an.client, f"{TOPICS}{year.topic}/")
    assert "Điều kiện kết thúc giai đoạn Trước" in page
    assert "mọi nghĩa vụ của giai đoạn đã được nghiệm thu hoặc miễn" in page
    answer = an.client.post(f"{TOPICS}{year.topic}/xong/before/", {"version": ""})
    assert answer.status_code == 422
    assert "Chưa kết thúc được giai đoạn Trước" in answer.content.decode()


def test_the_form_shows_what_is_alike_before_it_takes_a_topic_in(world: World, chi: Person) -> None:
    year = layer.propose(world, layer.call_round(world))
    sent = {"plan": year.plan, "how": "round", "kind": "issue", "title": "Phòng chống dịch trong khu dân cư"}
    first = chi.client.post(f"{TOPICS}moi/", sent)
    assert first.status_code == 200
    assert layer.TITLE in first.content.decode()
    assert Topic.rows.count() == 1
    second = chi.client.post(f"{TOPICS}moi/", {**sent, "seen": sent["title"]})
    assert second.status_code == 302
    assert Topic.rows.count() == 2


def test_an_ad_hoc_topic_takes_one_form(world: World, chi: Person) -> None:
    year = layer.call_round(world)
    page = _text(chi.client, f"{TOPICS}moi/?ke-hoach={year.plan}&cach=phat-sinh")
    assert f'value="{year.plan}" selected' in page
    sent = {"plan": year.plan, "how": "ad-hoc", "kind": "case", "title": "Ngộ độc tập thể"}
    assert chi.client.post(f"{TOPICS}moi/", sent).url == f"{TOPICS}VD-kg-2021-0001/"
    assert Topic.rows.get().state == "NOTIFIED"


def test_what_cannot_be_taken_comes_back_with_422(world: World, an: Person, chi: Person) -> None:
    year = layer.begin(world)
    assert chi.client.post(f"{TOPICS}moi/", {"title": ""}).status_code == 422
    assert an.client.post(f"{TOPICS}{year.topic}/hoat-dong/", {"title": "Họp"}).status_code == 422
    assert an.client.post(f"{ROUNDS}giai-doan/", {"phase-before": "x" * 101}).status_code == 422


def test_acts_by_their_forms(world: World, an: Person, binh: Person, chi: Person) -> None:
    layer.agree(world, "so-yte")
    called = an.client.post(f"{ROUNDS}mo/", {"year": 2021, "answer_by": "2021-08-20"})
    assert called.url == f"{ROUNDS}DC-kg-2021-btg-tinh-uy/"
    plan = Plan.rows.get()
    assert chi.client.post(f"{PLANS}{plan.code}/khong-co/", {"reason": "Chưa có", "version": 1}).status_code == 302
    assert binh.client.post(f"{PLANS}{plan.code}/duyet/", {"version": 2}).status_code == 302
    assert an.client.post(f"{ROUNDS}{called.url.split('/')[3]}/ket-thuc/", {"version": 1}).status_code == 302
    assert binh.client.post(f"{PLANS}{plan.code}/ket-thuc/", {"note": "Hết năm"}).status_code == 302
    plan.refresh_from_db()
    assert (plan.answer, plan.state) == ("NONE", "CLOSED")


def test_phases_are_renamed_added_and_taken_away(world: World, an: Person) -> None:
    sent = {"phase-before": "Chuẩn bị", "phase-during": "Làm", "phase-after": "", "new": "Nhìn lại"}
    assert an.client.post(f"{ROUNDS}giai-doan/", sent).status_code == 302
    page = _text(an.client, f"{ROUNDS}giai-doan/")
    assert "Chuẩn bị" in page
    assert "Nhìn lại" in page
    assert "phase-after" not in page


def test_pages_without_a_right_stay_shut(world: World, chi: Person, kim: Person) -> None:
    year = layer.begin(world)
    for url in (f"{TOPICS}{year.topic}/bo/", f"{TOPICS}{year.topic}/ket-thuc/", f"{PLANS}{year.plan}/duyet/"):
        assert chi.client.get(url).status_code == 403, url
        assert kim.client.get(url).status_code == 403, url


def test_illustrations_are_marked(world: World, an: Person) -> None:
    year = layer.begin(world)
    Plan.rows.update(is_illustration=True)
    Topic.rows.update(is_illustration=True)
    for url in (*_urls(year)[1:], PLANS, TOPICS):
        assert '<span class="ill">minh họa</span>' in _text(an.client, url), url


def test_more_rows_cost_no_more_queries(world: World, an: Person, chi: Person) -> None:
    year = layer.begin(world)
    urls = [ROUNDS, PLANS, TOPICS, *_urls(year), f"{TOPICS}moi/"]
    before = {url: _queries(an.client, url) for url in urls}
    for partner in ("so-tttt", "so-nnptnt"):
        layer.agree(world, partner)
    commands.call_round(lead_id=world.unit("btg-tinh-uy"), year=2021, answer_by=None, by=an.actor, at=world.at)
    for title in ("Tiêm chủng", "Nước sạch", "Rác thải"):
        more = layer.propose(world, year, title)
        commands.select_and_notify(code=more.topic, by=chi.actor, at=world.at)
    for title, on in (("Họp một", date(2021, 8, 20)), ("Họp hai", date(2021, 9, 20))):
        commands.record_happening(
            code=year.topic, kind="meeting.start", phase="before", title=title, on=on, by=an.actor, at=world.at
        )
    assert {url: _queries(an.client, url) for url in urls} == before
