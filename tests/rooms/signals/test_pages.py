"""The desk's pages, and what other pages show of alerts: lists that grow flat, panels, dates, waits, search, report."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from phoihop.ground.figures import Period, Scope
from phoihop.ground.sheet import How, dates, finders, notices_on, sections, waits_of
from phoihop.obligations.models import Obligation
from phoihop.signals import commands, queries
from phoihop.signals.models import Alert
from tests.world import plans as plan_layer
from tests.world import signals as layer
from tests.world.build import World
from tests.world.cast import Person
from tests.world.flat import grows_flat
from tests.world.signals import ONE, actor

HERE = "/lam-viec/canh-bao-som/"


def more_alerts(code: str, number: int = 4) -> None:
    """Closed ones beside it, as later years leave them."""
    row = layer.row(code)
    there = Alert.rows.count()
    for n in range(number):
        row.pk = None
        row.code = f"BD-kg-2021-9{there + n:03}"
        row.state, row.outcome, row.reason, row.closed_at = "CLOSED", "TRUE", "Đã rõ.", row.opened_at
        Alert.rows.bulk_create([row])


def test_lists_and_pages_grow_flat(world: World, an: Person) -> None:
    code = layer.alarmed(world)
    alarm = layer.row(code).alarm.code
    for url in (HERE, f"{HERE}chat-luong/", f"{HERE}nguong/{alarm}/"):
        grows_flat(an.client, url, lambda: more_alerts(code))
    methods = iter(["C1", "C3", "FARRINGTON"])
    grows_flat(an.client, f"{HERE}nguong/", lambda: [layer.watched(world, method=one) for one in methods])
    at = world.at + ONE

    def notes() -> None:
        for n in range(4):
            commands.note_fact(code=code, text=f"Sự việc {n}", day=date(2021, 8, 2), by=actor(world, "an", at), at=at)

    notes()
    grows_flat(an.client, f"{HERE}{code}/", notes)


def test_the_case_is_worked_through_by_its_forms(world: World, an: Person, chi: Person, dung: Person) -> None:
    code = layer.alarmed(world)
    here = f"{HERE}{code}/"
    page = an.client.get(here).content.decode()
    assert "Nhận xử lý" in page
    assert '<svg class="ax"' in page
    assert "vượt ngưỡng" in page
    assert dung.client.get(here).status_code == 404
    assert an.client.post(f"{here}nhan/", {"version": layer.row(code).version}).status_code == 302
    assert "Tham gia tổ công tác" in chi.client.get(here).content.decode()
    assert chi.client.post(f"{here}tham-gia/", {}).status_code == 302
    health = str(world.unit("so-yte"))
    asked = {"unit_id": health, "text": "Báo số ca theo phường", "due_date": "2021-08-06"}
    assert an.client.post(f"{here}giao-viec/", asked).status_code == 302
    note = {"text": "23 ca sốt ở phường", "day": "2021-08-02"}
    assert chi.client.post(f"{here}ghi/", note).status_code == 302
    bad = chi.client.post(f"{here}ghi/", {**note, "day": ""})
    assert bad.status_code == 422
    assert "23 ca sốt ở phường" in bad.content.decode()
    found = an.client.post(f"{here}moi/", {"find": "Xay dung", "search": "1", "unit_id": health})
    assert "Sở Xây dựng" in found.content.decode()
    assert an.client.post(f"{here}moi/", {"unit_id": str(world.unit("so-tttt"))}).status_code == 302
    closed = {"outcome": "TRUE", "reason": "Ổ dịch ở phường, đã khoanh vùng."}
    assert chi.client.post(f"{here}ket-thuc/", closed).status_code == 403
    assert an.client.post(f"{here}ket-thuc/", closed).status_code == 302
    assert "Có thật" in an.client.get(here).content.decode()
    owed = Obligation.rows.get(source=code)
    panel = chi.client.get(reverse("obligations:item", args=[owed.code])).content.decode()
    assert "Cảnh báo của tổ công tác" in panel


def test_the_picture_and_the_table_say_the_same(world: World, an: Person, clock: Any) -> None:
    code = layer.alarmed(world)
    clock.move(days=1)
    series = queries.alert_value(an.actor, code, date(2021, 8, 3)).series
    above = [one for one in series.points if one.is_above]
    assert [(one.day, one.number) for one in above] == [(date(2021, 8, 2), 30)]
    html = an.client.get(f"{HERE}{code}/").content.decode()
    picture = html[html.index('class="ax"') : html.index("Xem bảng số")]
    assert picture.count('<rect class="during"') == 1
    assert html.count("<b>30</b>") == 1
    assert len(series.points) == html[html.index("Xem bảng số") :].count('<th scope="row">')


def test_the_topics_page_shows_its_alerts(world: World, an: Person) -> None:
    year = plan_layer.begin(world)
    layer.alarmed(world, topic=year.topic)
    html = an.client.get(reverse("plans:topic", args=[year.topic])).content.decode()
    assert "Cảnh báo sớm" in html
    assert "BD-kg-2021-0001" in html


def test_who_is_told_and_when(world: World) -> None:
    code = layer.alarmed(world)
    row = layer.row(code)
    (notice,) = notices_on("alert.opened")
    event = queries.alert_row  # the thing of the notice
    told: Any = type("E", (), {"code": code, "owner_id": row.owner_id})()
    assert [one.unit_id for one in notice.to(told)] == [world.unit("btg-tinh-uy")]
    assert notice.how_at(told, event(told), {}, world.at) is How.NORMAL
    row.alarm.__class__.rows.update(is_at_night=True)
    assert notice.how_at(told, event(told), {}, world.at) is How.URGENT


def test_it_waits_for_the_owner_and_for_who_is_invited(world: World) -> None:
    code = layer.alarmed(world)
    at = world.at + ONE

    def waiting(key: str) -> list[str]:
        return [one.code for one in waits_of([world.unit(key)], at) if one.code.startswith("BD-")]

    assert (waiting("btg-tinh-uy"), waiting("so-yte"), waiting("so-xaydung")) == ([code], [code], [])
    commands.take_alert(code=code, by=actor(world, "an", at), at=at)
    commands.join_alert(code=code, by=actor(world, "chi", at), at=at)
    assert (waiting("btg-tinh-uy"), waiting("so-yte")) == ([], [])


def test_calendar_and_search_know_it(world: World) -> None:
    code = layer.alarmed(world)
    at = world.at + ONE
    between = next(one for one in dates() if one.kind == "alert").between
    (row,) = between(actor(world, "an"), date(2021, 8, 1), date(2021, 8, 9), at, 50)
    assert (row.code, row.first) == (code, date(2021, 8, 2))
    assert between(actor(world, "dung"), date(2021, 8, 1), date(2021, 8, 9), at, 50) == []
    found = {one.kind: one for one in finders() if one.kind in ("alert", "alarm")}
    (shown,) = found["alert"].build([code])
    assert shown.unit_ids == (world.unit("btg-tinh-uy"), world.unit("so-yte"))
    alarm = layer.row(code).alarm.code
    assert found["alarm"].visible(actor(world, "chi"), [alarm]) == {alarm}
    assert found["alarm"].visible(actor(world, "dung"), [alarm]) == set()
    assert found["alert"].codes("", 10) == [code]
    assert found["alarm"].build([alarm])[0].title == layer.row(code).alarm.title


def test_the_yearly_review_counts_what_alerts_turned_out_to_be(world: World) -> None:
    year = plan_layer.begin(world)
    code = layer.alarmed(world, topic=year.topic)
    at = world.at + timedelta(days=6)
    an = actor(world, "an", at)
    commands.close_alert(code=code, outcome="TRUE", reason="Ổ dịch.", known_day=date(2021, 8, 7), by=an, at=at)
    build = next(one for one in sections() if one.key == "signals").build
    lead = world.unit("btg-tinh-uy")
    scope = Scope("plan", year.plan, "", 2021, lead, (year.plan,), (lead,), dossiers=(year.topic,))
    period = Period("2021", "year", date(2021, 1, 1), date(2021, 12, 31))
    value = build(an, scope, period, date(2021, 12, 31))
    figures = {one.key: one for one in value.figures}
    assert (figures["signals.opened"].number, figures["signals.opened"].rows) == (1, (code,))
    assert (figures["signals.true"].number, figures["signals.false"].number) == (1, 0)
    assert (figures["signals.right"].number, figures["signals.lead"].number) == (100, 4)
    # As it stood before it was judged: open, and no quality.
    before = build(an, scope, period, date(2021, 8, 4))
    early = {one.key: one.number for one in before.figures}
    assert (early["signals.opened"], early["signals.true"], early["signals.right"]) == (1, 0, None)
    assert build(an, scope, period, date(2021, 7, 1)) is None


def test_the_quality_page_has_a_row_for_each_method_and_setting(world: World, an: Person) -> None:
    code = layer.alarmed(world)
    at = world.at + ONE
    commands.close_alert(code=code, outcome="FALSE", reason="Đếm hai lần.", by=actor(world, "an", at), at=at)
    html = an.client.get(f"{HERE}chat-luong/?nam=2021").content.decode()
    assert "Chất lượng cảnh báo năm 2021" in html
    assert "EARS C2" in html
    assert "0 %" in html
    assert an.client.get(f"{HERE}chat-luong/?nam=abcd").status_code == 200
