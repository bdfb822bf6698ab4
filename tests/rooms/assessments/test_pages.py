"""The pages: the whole way by forms, lists that grow flat, panels, what waits, the calendar, search, figures."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from phoihop.assessments import commands, pages, queries
from phoihop.assessments.models import Impact, Measure
from phoihop.ground.figures import Period, Scope
from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Obligation
from tests.world import assessments as layer
from tests.world.assessments import actor
from tests.world.build import World
from tests.world.cast import Person
from tests.world.flat import grows_flat

HERE = "/lam-viec/danh-gia-tac-dong/"
SCALES = {"severity": "4", "reach": "4", "duration": "2", "likelihood": "4"}


def test_the_list_and_one_file_grow_flat(world: World, chi: Person) -> None:
    about = layer.topic(world)
    code = layer.written(world, about)

    def more() -> None:
        for number in range(3):
            layer.asked(world, about, title=f"Đánh giá thêm {number}")

    grows_flat(chi.client, HERE, more)

    def longer() -> None:
        of = layer.group(world, code, name="Người bán rong")
        harm = layer.impact(world, code, of, text="Không có chỗ bán")
        layer.evidence(world, code, harm)
        layer.measure(world, code, harm, text="Cấp chỗ bán tạm")
        layer.left(world, code, harm)

    grows_flat(chi.client, f"{HERE}{code}/", longer)


def test_the_whole_way_by_forms(world: World, an: Person, chi: Person, binh: Person, ha: Person) -> None:
    about = layer.topic(world)
    asked = {"topic": about, "title": layer.TITLE, "task": "Ai được, ai mất.", "due_date": "2021-09-01"}
    answer = an.client.post(f"{HERE}yeu-cau/", {**asked, "assessor_id": world.unit("so-yte")})
    assert answer.status_code == 302
    here = answer["Location"]
    code = here.rstrip("/").rpartition("/")[2]

    def send(person: Person, door: str, **typed: object) -> None:
        answer = person.client.post(f"{here}{door}", typed)
        assert answer.status_code == 302, (door, answer.status_code, answer.content.decode()[:3000])

    send(chi, "nhan/", version=layer.row(code).version)
    answers = {f"q_{key}": value for key, (value, _note) in layer.answers("income").items()}
    send(chi, "pham-vi/", **answers, n_income="chợ cá")
    send(chi, "nhom/", name=layer.GROUP, place="Phường Vĩnh Thanh", size="450")
    (of,) = layer.groups(code)
    send(chi, "tac-dong/", group=of, theme="LIVELIHOOD", text=layer.HARM, **SCALES)
    harm = Impact.rows.get(assessment__code=code).number
    send(chi, f"tac-dong/{harm}/can-cu/", grade="D", statement="Theo đợt trước.")
    measure = {"impact": harm, "text": "Hỗ trợ một lần", "unit_id": world.unit("so-yte"), "due_date": "2021-09-15"}
    send(chi, f"tac-dong/{harm}/bien-phap/", **measure, is_condition="on")
    put = Measure.rows.get(assessment__code=code)
    assert (put.impact_id, put.cost) == (Impact.rows.get(number=harm).pk, None)
    send(chi, f"bien-phap/{put.number}/", **measure, is_condition="on", cost="0")
    assert Measure.rows.get(pk=put.pk).cost == 0
    send(chi, f"tac-dong/{harm}/con-lai/", **{**SCALES, "severity": "2"})
    send(chi, "chua-ro/", text="Bao nhiêu hộ bán rong?")
    asked_groups = {
        "groups": "Tiểu thương",
        "way": "Họp",
        "day": "2021-07-30",
        "people": "60",
        "outcome": "Cần hỗ trợ.",
    }
    send(chi, "tham-van/", **asked_groups)
    send(chi, "viet/", before="Họp bốn giờ.", after="Đóng hai tuần.", findings="Làm được.", summary="Có hỗ trợ.")
    send(chi, "trinh/", version=layer.row(code).version)
    tam = world.person(layer.judge(world))
    send(tam, "nhan-xet/", text="Số hộ lấy từ đâu?")
    (remark,) = queries.assessment_value(tam.actor, code, world.at.date()).remarks
    send(chi, f"nhan-xet/{remark.number}/tra-loi/", answer="Thống kê phường.")
    send(tam, f"nhan-xet/{remark.number}/chap-nhan/", version=layer.row(code).version)
    send(chi, "bao-luu/", text="Hai tuần là ngắn.", because="Đợt trước lâu hơn.")
    send(tam, "chuyen/", note="Đủ căn cứ.")
    send(binh, "xac-nhan/", note="", rescore_date="2022-03-01")
    send(ha, "cong-bo/", version=layer.row(code).version)
    based = {"grade": "C", "statement": "Báo cáo phường."}
    came = {"came": "CAME", "severity": "4", "reach": "3", "duration": "2", "text": "Bán lại sau ba tuần."}
    send(chi, f"tac-dong/{harm}/cham-lai/", **came, **based)
    html = binh.client.get(here).content.decode()
    for words in ("Chấm lại", "Hai tuần là ngắn.", "Bán lại sau ba tuần.", "Kết thúc…", "nặng hơn dự kiến"):
        assert words in html
    send(binh, "ket-thuc/", note="Cần hỗ trợ sớm hơn.")
    assert layer.row(code).state == "CLOSED"


def test_wrong_input_comes_back_with_what_was_typed(world: World, chi: Person) -> None:
    code = layer.scoped(world)
    answer = chi.client.post(f"{HERE}{code}/nhom/", {"name": layer.GROUP, "place": "Rạch Giá", "size": "chín"})
    assert answer.status_code == 422
    assert layer.GROUP in answer.content.decode()
    small = chi.client.post(f"{HERE}{code}/nhom/", {"name": layer.GROUP, "place": "Rạch Giá", "size": "9"})
    assert small.status_code == 422
    assert "nhận ra từng người" in small.content.decode()


def test_a_search_for_units_sends_nothing(world: World, chi: Person) -> None:
    code = layer.scoped(world)
    layer.group(world, code)
    typed = {"text": "Hỗ trợ", "find": "xay dung", "search": "1", "due_date": "2021-09-01"}
    answer = chi.client.post(f"{HERE}{code}/bien-phap/", typed)
    assert answer.status_code == 422
    assert "Sở Xây dựng" in answer.content.decode()
    assert not Measure.rows.exists()


def test_pictures_say_in_words_what_they_colour(world: World, binh: Person) -> None:
    code = layer.closed(world)
    page = pages.assessment_page(binh.actor, code, world.at)
    assert page.matrix is not None
    assert page.comparison is not None
    assert page.outcome is not None
    marks = [mark for row in page.matrix.rows for cell in row.cells for mark in cell.marks]
    assert [(mark.sign, mark.css) for mark in marks] == [("−1", "bad l1"), ("+2", "good l2")]
    assert f"{layer.HARM}: thấp, bất lợi" in marks[0].spoken
    harm, good = page.comparison.rows
    assert harm.cells == ("vừa", "thấp đến rất cao", "thấp")
    assert good.to_x is None
    assert [row.cells[2] for row in page.outcome.rows] == ["−1", "−3"]
    html = binh.client.get(f"{HERE}{code}/").content.decode()
    assert html.count("<figure") == 3
    assert html.count("<table") >= 5  # each picture has its table


def test_no_page_sums_over_groups(world: World, binh: Person) -> None:
    """Good impacts never make up for bad ones: nothing on the page is a total over impacts."""
    code = layer.closed(world)
    page = pages.assessment_page(binh.actor, code, world.at)
    assert not [name for name in page.__slots__ if name in ("score", "total", "sum", "average", "rank")]
    assert page.matrix is not None
    assert not any(hasattr(row, "total") for row in page.matrix.rows)


def test_a_frozen_version_is_downloaded_byte_for_byte(world: World, chi: Person, dung: Person) -> None:
    code = layer.validated(world)
    answer = chi.client.get(f"{HERE}{code}/ban/2/")
    assert answer["X-Content-SHA256"] == hashlib.sha256(answer.content).hexdigest()
    assert chi.client.get(f"{HERE}{code}/ban/9/").status_code == 404
    assert dung.client.get(f"{HERE}{code}/ban/2/").status_code == 404


@pytest.mark.parametrize("door", ["", "tep/pdf/", "pham-vi/", "nhom/", "xac-nhan/", "bao-luu/"])
def test_outsiders_learn_nothing(world: World, dung: Person, door: str) -> None:
    code = layer.validated(world)
    assert dung.client.get(f"{HERE}{code}/{door}").status_code in (403, 404)
    assert layer.TITLE not in dung.client.get(HERE).content.decode()


def test_acts_are_offered_to_whoever_has_them(world: World, an: Person, chi: Person, binh: Person) -> None:
    code = layer.presented(world)
    tam = world.person(layer.judge(world))
    assert "Thêm nhận xét" in tam.client.get(f"{HERE}{code}/").content.decode()
    assert "Thêm nhận xét" not in chi.client.get(f"{HERE}{code}/").content.decode()
    commands.pass_assessment(code=code, note="Được", by=tam.actor, at=world.at)
    assert "Xác nhận…" in binh.client.get(f"{HERE}{code}/").content.decode()
    assert "Xác nhận…" not in an.client.get(f"{HERE}{code}/").content.decode()


def test_the_topic_shows_its_assessments_and_that_a_phase_waits(world: World, an: Person) -> None:
    about = layer.topic(world)
    assert pages.assessments_on(an.actor, about, world.at) is None
    code = layer.asked(world, about, stage="before")
    panel = pages.assessments_on(an.actor, about, world.at)
    assert panel is not None
    assert [row.code for row in panel.rows] == [code]
    assert panel.note is not None
    html = an.client.get(f"/lam-viec/van-de/{about}/").content.decode()
    assert layer.TITLE in html
    assert "chưa kết thúc được" in html


def test_the_obligation_shows_its_assessment(world: World, chi: Person) -> None:
    code = layer.asked(world)
    owed = Obligation.rows.get(origin=f"{code}/appraise/1").code
    assert f"{HERE}{code}/" in chi.client.get(f"/lam-viec/nghia-vu/{owed}/").content.decode()


def test_what_waits_for_whom(world: World) -> None:
    lead, partner = world.unit("btg-tinh-uy"), world.unit("so-yte")
    about = layer.topic(world)
    code = layer.asked(world, about)
    assert [(one.code, one.unit_id) for one in queries.waits([lead, partner], world.at)] == [(code, partner)]
    passed = layer.passed(world, about)
    assert (passed, lead) in [(one.code, one.unit_id) for one in queries.waits([lead, partner], world.at)]
    assert queries.in_menu(actor(world, "binh"), world.at.date()).count() == 1
    assert queries.in_menu(actor(world, "chi"), world.at.date()).count() == 1
    assert queries.in_menu(actor(world, "kim"), world.at.date()).count() == 0


def test_the_day_of_scoring_anew_stands_in_the_calendar(world: World) -> None:
    code = layer.validated(world)
    month = (date(2022, 3, 1), date(2022, 3, 31))
    (row,) = queries.dated_between(actor(world, "chi"), *month, world.at, 50)
    assert (row.code, row.first, row.doer_ids) == (code, date(2022, 3, 1), (world.unit("so-yte"),))
    assert queries.dated_between(actor(world, "dung"), *month, world.at, 50) == []


def test_search_finds_it_by_its_words(world: World) -> None:
    code = layer.written(world)
    (row,) = queries.found_assessments([code])
    assert layer.HARM in row.text
    assert layer.row(code).dossier in row.numbers
    assert queries.visible_assessments(actor(world, "chi"), [code]) == {code}
    assert queries.visible_assessments(actor(world, "dung"), [code]) == set()
    assert queries.assessment_codes("", 10) == [code]
    assert queries.parties([code]) >= {world.unit("btg-tinh-uy"), world.unit("so-yte"), world.unit("so-tttt")}


def test_figures_of_a_report_know_their_rows(world: World) -> None:
    about = layer.topic(world)
    done = layer.closed(world, about)
    under_way = layer.asked(world, about)
    scope = Scope("programme", "DT-kg-2021", "Đợt", 2021, world.unit("btg-tinh-uy"), (), (), (about,))
    period = Period("2021", "year", date(2021, 1, 1), date(2021, 12, 31))
    condition = Measure.rows.get().obligation
    tttt = world.add_person("thu", "so-tttt", actor(world, "an").roles, post="Chuyên viên Sở")
    obligations.hand_in_obligation(
        code=condition, statement="Đã chi", reference="12/CV-STTTT", by=tttt.actor, at=world.at
    )
    an = actor(world, "an")
    obligations.accept_obligation(code=condition, by=an, at=world.at)
    value = queries.report_section(an, scope, period, date(2021, 12, 31))
    assert value is not None
    harm, good = Impact.rows.filter(assessment__code=done).order_by("number").values_list("number", flat=True)
    rows = {figure.key.partition(".")[2]: figure.rows for figure in value.figures}
    assert rows == {
        "asked": (done, under_way),
        "validated": (done,),
        "conditions": (condition,),
        "kept": (condition,),
        "closed": (done,),
        "as_expected": (),
        "apart": (f"{done}/{harm}", f"{done}/{good}"),
        "unforeseen": (),
    }
    assert value.tables[0].rows[0][3] == "nhẹ hơn dự kiến"
    nothing = Scope("plan", "KH-kg-2021-x", "", 2021, world.unit("btg-tinh-uy"), (), (), ("VD-kg-2021-9999",))
    assert queries.report_section(an, nothing, period, date(2021, 12, 31)) is None
