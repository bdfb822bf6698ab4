"""The desk's pages, and what other pages show of claims: lists that grow flat, panels, dates, what waits, search."""

from __future__ import annotations

from datetime import date, timedelta

from phoihop.corrections import commands, pages, queries
from phoihop.ground.figures import Period, Scope
from phoihop.obligations.models import Obligation
from phoihop.publications import queries as public
from phoihop.site.public_sample import corrections as sample
from tests.world import corrections as layer
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.corrections import actor
from tests.world.flat import grows_flat

HERE = "/lam-viec/dinh-chinh/"


def test_the_list_grows_flat(world: World, an: Person) -> None:
    layer.opened(world)

    def more() -> None:
        for number in range(4):
            text = f"Ngày {number + 1}/7/2021 cảng cá Tắc Cậu đóng cửa {number + 2} giờ vì sự cố điện"
            layer.opened(world, text=text, is_other=True)

    grows_flat(an.client, HERE, more)
    layer.evidenced(world, "KC-kg-2021-0001")
    grows_flat(an.client, f"{HERE}KC-kg-2021-0001/", lambda: layer.evidenced(world, "KC-kg-2021-0001"))


def test_the_desk_works_a_claim_through_by_its_forms(world: World, an: Person, binh: Person, ha: Person) -> None:
    code = layer.opened(world)
    paper = layer.paper(world)
    here = f"{HERE}{code}/"
    assert an.client.post(f"{here}chung-cu/", {"document": paper, "page": "2", "is_named": "on"}).status_code == 302
    finding = {"text": layer.TEXT, "verdict": "FALSE", "fact": layer.FACT, "explanation": layer.EXPLANATION}
    assert an.client.post(f"{here}ket-luan/", finding).status_code == 302
    assert an.client.post(f"{here}trinh/", {"version": layer.row(code).version}).status_code == 302
    html = binh.client.get(here).content.decode()
    assert "Duyệt kết luận" in html
    assert "Duyệt kết luận" not in an.client.get(here).content.decode()
    assert binh.client.post(f"{here}duyet/", {"version": layer.row(code).version}).status_code == 302
    assert ha.client.post(f"{here}cong-bo/", {"note": ""}).status_code == 302
    assert public.publication(code) is not None
    assert "Xem trên cổng thông tin" in ha.client.get(here).content.decode()


def test_the_preview_is_the_portals_own_page(world: World, an: Person, khach: Person) -> None:
    code = layer.presented(world)
    answer = an.client.post(f"{HERE}{code}/xem-truoc/")
    assert answer.status_code == 302
    before = an.client.get(answer["Location"]).content.decode()
    assert "Xem trước: chưa công bố" in before
    assert khach.client.get(f"/dinh-chinh/{code}/").status_code == 404
    commands.approve_claim(code=code, by=actor(world, "binh"), at=world.at)
    commands.publish_correction(code=code, by=actor(world, "ha"), at=world.at)
    after = khach.client.get(f"/dinh-chinh/{code}/").content.decode()
    inside = [html[html.index("<article") : html.index("</article>")] for html in (before, after)]
    assert inside[0] == inside[1]


def test_somebody_elses_step_is_refused_and_the_words_are_kept(world: World, an: Person) -> None:
    code = layer.presented(world)
    answer = an.client.post(f"{HERE}{code}/ket-luan/", {"verdict": "FALSE", "text": layer.TEXT, "fact": "Lời đã gõ"})
    assert answer.status_code in (403, 422)


def test_the_obligation_shows_its_claim(world: World, chi: Person) -> None:
    code = layer.opened(world)
    owed = Obligation.rows.get(origin=f"{code}/check/1").code
    assert f"{HERE}{code}/" in chi.client.get(f"/lam-viec/nghia-vu/{owed}/").content.decode()
    row = pages.claim_on_obligation(actor(world, "chi"), owed, world.at)
    assert row is not None
    assert row.code == code


def test_what_is_about_a_topic_stands_there(world: World) -> None:
    code = layer.opened(world, dossier="VD-kg-2021-0001")
    panel = pages.claims_on(actor(world, "an"), "VD-kg-2021-0001", world.at)
    assert panel is not None
    assert [row.code for row in panel.rows] == [code]
    assert pages.claims_on(actor(world, "dung"), "VD-kg-2021-0001", world.at) is None


def test_what_waits_for_whom(world: World) -> None:
    code = layer.presented(world)
    (one,) = queries.waits([world.unit("btg-tinh-uy")], world.at)
    assert (one.code, one.group) == (code, "answer")
    assert queries.in_menu(actor(world, "binh"), world.at.date()).count() == 1
    assert queries.in_menu(actor(world, "dung"), world.at.date()).count() == 0


def test_days_of_replies_and_new_looks_stand_in_the_calendar(world: World) -> None:
    code = layer.opened(world)
    commands.ask_reply(code=code, number=1, way="HAND", until=date(2021, 8, 9), by=actor(world, "an"), at=world.at)
    layer.evidenced(world, code)
    layer.written(world, code, recheck_date=date(2021, 8, 20))
    commands.present_claim(code=code, by=actor(world, "an"), at=world.at)
    commands.approve_claim(code=code, by=actor(world, "binh"), at=world.at)
    commands.publish_correction(code=code, by=actor(world, "ha"), at=world.at)
    rows = queries.dated_between(actor(world, "chi"), date(2021, 8, 1), date(2021, 8, 31), world.at, 50)
    assert [(row.code, row.first) for row in rows] == [(f"{code}/1", date(2021, 8, 9)), (code, date(2021, 8, 20))]
    assert queries.dated_between(actor(world, "dung"), date(2021, 8, 1), date(2021, 8, 31), world.at, 50) == []


def test_search_finds_it_by_number_and_words(world: World) -> None:
    code = layer.published(world)
    (row,) = queries.found_claims([code])
    assert layer.FACT in row.text
    assert "125/BC-SYT" in row.numbers
    assert queries.visible_claims(actor(world, "chi"), [code]) == {code}
    assert queries.visible_claims(actor(world, "dung"), [code]) == set()
    assert queries.claim_codes("", 10) == [code]


def test_figures_of_a_report_know_their_rows(world: World) -> None:
    out = layer.published(world, dossier="VD-kg-2021-0001")
    under_way = layer.opened(world, dossier="VD-kg-2021-0001", text="Ngày 28/7/2021 đập Giang Thành bị vỡ 20 mét")
    scope = Scope("programme", "DT-kg-2021", "Đợt", 2021, world.unit("btg-tinh-uy"), (), (), ("VD-kg-2021-0001",))
    period = Period("2021", "year", date(2021, 1, 1), date(2021, 12, 31))
    value = queries.report_section(actor(world, "an"), scope, period, (world.at + timedelta(days=1)).date())
    assert value is not None
    rows = {figure.key: figure.rows for figure in value.figures}
    assert rows == {
        "corrections.opened": (out, under_way),
        "corrections.published": (out,),
        "corrections.own": (),
        "corrections.open": (under_way,),
    }


def test_the_sample_is_made_through_the_commands_and_only_once(world: World, khach: Person) -> None:
    assert sample.build(by=LOADER, at=world.at) == 5  # nothing of one's own is out yet that could have been wrong
    assert sample.build(by=LOADER, at=world.at) == 0
    html = khach.client.get("/dinh-chinh/").content.decode()
    for words in ("Sai (1)", "Sai một phần (1)", "Thiếu bối cảnh (1)", "Chưa đủ chứng cứ (1)", "minh họa"):
        assert words in html
