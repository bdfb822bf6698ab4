"""Pages, lists that grow flat, the panel, dates, what waits, search, the report, the file, and who sees what."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from phoihop.forecasts import pages, queries
from phoihop.forecasts.pages.words import state_names
from phoihop.forecasts.rules import calibration, scores
from phoihop.ground.figures import Period, Scope
from tests.world import forecasts as layer
from tests.world.build import World
from tests.world.cast import Person
from tests.world.flat import grows_flat
from tests.world.forecasts import actor

HERE = "/lam-viec/du-bao/"
YEAR = Period("2021", "year", date(2020, 12, 15), date(2021, 12, 14))


def text(number: int) -> str:
    return f"Đến hết ngày 30/9/2021 Rạch Giá có trên {number}00 điểm phong tỏa không?"


def test_the_lists_grow_flat(world: World, topic: str, an: Person) -> None:
    layer.estimated(world, topic)
    done = layer.resolved(world, topic, text=text(9))
    asked = layer.estimated(world, topic, text=text(8))

    def more() -> None:
        for number in range(1, 3):
            layer.estimated(world, topic, text=text(number))
            layer.resolved(world, topic, text=text(number + 3))

    def turns() -> None:
        for number, name in enumerate(("an", "ha", "minh")):
            layer.estimate(world, asked, name, 10 + number)

    for address in (HERE, f"{HERE}ket-qua/", f"{HERE}du-bao.csv"):
        grows_flat(an.client, address, more)
    grows_flat(an.client, f"{HERE}{asked}/", turns)
    grows_flat(an.client, f"{HERE}{done}/", more)


def test_the_list_goes_on_by_keys_and_by_views(world: World, topic: str) -> None:
    codes = [layer.opened(world, topic, text=text(number)) for number in range(1, 6)]
    done = layer.resolved(world, topic)
    an = actor(world, "an")
    first = queries.questions(an, limit=4)
    rest = queries.questions(an, after=first.next, limit=4)
    assert [line.code for line in (*first.lines, *rest.lines)] == [done, *reversed(codes)]
    assert [line.code for line in queries.questions(an, view="da-cham").lines] == [done]
    assert len(queries.questions(an, view="dang-mo").lines) == 5
    assert queries.questions(an, desk=world.code("so-yte")).lines == ()


def test_who_sees_what(world: World, topic: str) -> None:
    draft = layer.drafted(world, topic, text=text(1))
    code = layer.estimated(world, topic)

    def seen(name: str) -> set[str]:
        return {line.code for line in queries.questions(actor(world, name)).lines}

    for name in ("an", "binh", "giang", "ha", "kim", "minh"):
        assert seen(name) == {draft, code}
    assert seen("chi") == {code}  # of the topic: from the opening on
    assert seen("dung") == seen("long") == set()


def test_the_figures_of_a_desk_are_those_of_its_questions(world: World, topic: str, an: Person) -> None:
    results = [(60, 70, 80), (10, 20, 20), (90, 90, 95), (40, 40, 50)]
    codes = [
        layer.resolved(world, topic, given, outcome, text=text(number))
        for number, (given, outcome) in enumerate(zip(results, (0, 1, 1, 0), strict=True), 1)
    ]
    layer.resolved(world, topic, (50,), text=text(8))  # one seat: has a result and no score
    rows = [layer.row(code) for code in codes]
    found = queries.scores(actor(world, "an")).desk
    assert found is not None
    assert (found.line.resolved, found.line.scored, found.is_small) == (5, 4, True)
    briers = [row.brier or 0 for row in rows]
    bases = [row.base_brier or 0 for row in rows]
    assert found.line.brier == pytest.approx(sum(briers) / 4)
    assert found.line.base_brier == pytest.approx(sum(bases) / 4)
    assert found.line.skill == pytest.approx(1 - sum(briers) / sum(bases))
    pairs = [(row.final[0][0], row.outcome == 0) for row in rows]
    assert found.bins == tuple(calibration.calibrate(pairs))
    assert found.parts is not None
    assert found.parts.brier == pytest.approx(sum((p - o) ** 2 for p, o in pairs) / 4)
    html = an.client.get(f"{HERE}ket-qua/").content.decode()
    assert "Dưới 10 câu: chưa nói lên điều gì." in html
    assert queries.decimal(found.line.brier) in html
    assert html.count('<circle class="during"') == sum(1 for one in found.bins if one.count)
    # the number opens exactly the rows it counts
    listed = an.client.get(f"{HERE}?xem=da-cham&co-quan={world.code('btg-tinh-uy')}").content.decode()
    assert [code for code in codes if code not in listed] == []
    assert listed.count('class="row"') == 4


def test_ten_questions_speak(world: World, topic: str) -> None:
    for number in range(10):
        layer.resolved(world, topic, text=text(number + 1))
    page = pages.scores_page(actor(world, "an"), {})
    assert page.notes == ()
    assert page.plot is not None
    assert "ít câu" not in page.plot.finding


def test_nothing_resolved_yet(world: World, topic: str, an: Person) -> None:
    layer.opened(world, topic)
    assert "Chưa có câu hỏi nào có kết quả" in an.client.get(f"{HERE}ket-qua/").content.decode()


def test_the_file_says_what_the_screen_says(world: World, topic: str, an: Person) -> None:
    layer.resolved(world, topic)
    layer.estimated(world, topic, (61, 73), text=text(1))
    hidden = layer.opened(world, topic, text=text(2))
    layer.estimate(world, hidden, "ha", 44)
    layer.estimate(world, hidden, "minh", 45)
    answer = an.client.get(f"{HERE}du-bao.csv")
    assert answer["Content-Type"].startswith("text/csv")
    body = answer.content.decode()
    assert body.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(body.removeprefix("\ufeff")))
    assert tuple(head) == queries.columns()
    lines = queries.questions(actor(world, "an")).lines
    assert [row[0] for row in rows] == [line.code for line in lines]
    html = an.client.get(HERE).content.decode()
    for row, line in zip(rows, lines, strict=True):
        told = dict(zip(head, row, strict=True))
        assert told["Trạng thái"] == state_names()[line.state]
        assert told["Trạng thái"] in html
        share = told["Ước tính chung (%)"].partition(";")[0]
        assert bool(share) == (line.together is not None)
        if share and line.together is not None:
            assert f"{line.together[0] * 100:.1f}" == share
            assert f"ước tính chung {queries.percent(line.together[0])}" in html
        if told["Brier"]:
            assert f"Brier {told['Brier'].replace('.', ',')}" in html
        assert told["Tỷ lệ nền (%)"] == "25.0; 75.0"
    (secret,) = [row for row in rows if row[0] == hidden]
    assert secret[11] == secret[12] == ""


def test_no_cell_is_a_formula(world: World, topic: str, an: Person) -> None:
    layer.drafted(world, topic, source="=HYPERLINK(1) của Sở Y tế", text="=1+1 " + layer.TEXT)
    body = an.client.get(f"{HERE}du-bao.csv").content.decode()
    rows = list(csv.reader(io.StringIO(body.removeprefix("\ufeff"))))
    assert rows[1][1].startswith("'=1+1")


def test_the_topic_shows_its_questions(world: World, topic: str, an: Person) -> None:
    code = layer.estimated(world, topic)
    html = an.client.get(f"/lam-viec/van-de/{topic}/").content.decode()
    assert f"{HERE}{code}/" in html
    assert pages.questions_on(actor(world, "dung"), topic, world.at) is None


def test_the_picture_follows_the_days(world: World, topic: str, an: Person) -> None:
    code = layer.opened(world, topic)
    layer.estimate(world, code, "an", 60)
    layer.estimate(world, code, "ha", 70, at=layer.after(world, 5))
    value = queries.question_value(actor(world, "an"), code, layer.after(world, 9))
    assert [(one.days, one.is_base) for one in value.history] == [(5, True), (5, False)]
    html = an.client.get(f"{HERE}{code}/").content.decode()
    assert "Tỷ lệ nền 25 %" in html
    assert an.client.get(f"{HERE}{code}/in/").status_code == 200


def test_several_outcomes_have_tables_and_no_line(world: World, topic: str, an: Person) -> None:
    code = layer.opened(world, topic, **layer.BANDS)
    layer.estimate(world, code, "an", 20, 50, 30)
    layer.estimate(world, code, "ha", 10, 60, 30)
    html = an.client.get(f"{HERE}{code}/").content.decode()
    assert "polyline" not in html
    assert "Từ 20 đến 39 tàu" in html
    page = pages.question_page(actor(world, "an"), code, world.at)
    assert [row.share for row in page.base] == ["20 %", "50 %", "30 %"]


def test_what_waits_for_whom(world: World, topic: str) -> None:
    desk = [world.unit("btg-tinh-uy")]
    waiting = layer.presented(world, topic, text=text(1))
    assert [(one.code, one.group) for one in queries.waits(desk, world.at)] == [(waiting, "answer")]
    thin = layer.opened(world, topic, text=text(2), closes_date=date(2021, 8, 6), resolves_date=date(2021, 8, 20))
    due = layer.closed(world, topic, text=text(3))
    found = {(one.code, one.group) for one in queries.waits(desk, world.at.replace(month=8, day=5))}
    assert found == {(waiting, "answer"), (thin, "week")}
    late = {(one.code, one.group) for one in queries.waits(desk, layer.after(world, 60))}
    assert (due, "late") in late
    assert queries.in_menu(actor(world, "binh"), world.at.date()).count() == 2
    assert queries.in_menu(actor(world, "dung"), world.at.date()).count() == 0


def test_its_days_stand_in_the_calendar(world: World, topic: str) -> None:
    code = layer.opened(world, topic)
    layer.drafted(world, topic, text=text(1))
    rows = queries.dated_between(actor(world, "chi"), date(2021, 9, 1), date(2021, 9, 30), world.at, 50)
    assert [(row.code, row.first) for row in rows] == [
        (f"{code}/1", date(2021, 9, 15)),
        (f"{code}/2", date(2021, 9, 30)),
    ]
    assert queries.dated_between(actor(world, "dung"), date(2021, 9, 1), date(2021, 9, 30), world.at, 50) == []


def test_search_finds_it_by_words_and_numbers_and_holds_no_estimate(world: World, topic: str) -> None:
    code = layer.estimated(world, topic, (61, 73))
    (row,) = queries.found_questions([code])
    assert layer.VALUES["source"] in row.text
    assert topic in row.numbers
    assert layer.REASON not in row.text
    assert queries.visible_questions(actor(world, "chi"), [code]) == {code}
    assert queries.visible_questions(actor(world, "dung"), [code]) == set()
    assert queries.question_codes("", 10) == [code]
    assert queries.parties([code]) == {world.unit("btg-tinh-uy"), world.unit("so-yte")}


def test_figures_of_a_report_know_their_rows(world: World, topic: str) -> None:
    done = layer.resolved(world, topic)
    other = layer.resolved(world, topic, (10, 20, 20), 1, text=text(1))
    still = layer.closed(world, topic, text=text(2))
    annulled = layer.closed(world, topic, text=text(3))
    layer.proposed(world, annulled, None, reason="Nguồn ngừng công bố.")
    layer.confirmed(world, annulled)
    scope = Scope("plan", "KH", "", 2021, world.unit("btg-tinh-uy"), (), (), dossiers=(topic,))
    section = queries.report_section(actor(world, "an"), scope, YEAR, date(2021, 12, 14))
    assert section is not None
    told = {figure.key: (figure.number, figure.rows) for figure in section.figures}
    assert told["forecasts.opened"] == (4, (done, other, still, annulled))
    assert told["forecasts.resolved"] == (2, (done, other))
    assert told["forecasts.annulled"] == (1, (annulled,))
    assert told["forecasts.waiting"] == (1, (still,))
    rows = [layer.row(done), layer.row(other)]
    assert told["forecasts.brier"][0] == round(1000 * sum(row.brier or 0 for row in rows) / 2)
    assert told["forecasts.base"][0] == round(1000 * sum(row.base_brier or 0 for row in rows) / 2)
    assert told["forecasts.base"][0] == round(
        1000 * (scores.brier((0.25, 0.75), 0) + scores.brier((0.25, 0.75), 1)) / 2
    )
    assert "Dưới 10 câu" in " ".join(section.paragraphs)
    assert len(section.tables) == 2
    assert sum(int(row[1]) for row in section.tables[1].rows) == 2
    assert queries.report_section(actor(world, "dung"), scope, YEAR, date(2021, 12, 14)) is None
    early = queries.report_section(actor(world, "an"), scope, YEAR, date(2021, 9, 1))
    assert early is not None
    assert {figure.key: figure.number for figure in early.figures}["forecasts.resolved"] == 0


def test_a_report_without_a_score_says_none_not_zero(world: World, topic: str) -> None:
    layer.opened(world, topic)
    scope = Scope("plan", "KH", "", 2021, world.unit("btg-tinh-uy"), (), (), dossiers=(topic,))
    section = queries.report_section(actor(world, "an"), scope, YEAR, date(2021, 12, 14))
    assert section is not None
    assert {figure.key: figure.number for figure in section.figures}["forecasts.brier"] is None
