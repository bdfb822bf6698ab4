"""The page of one obligation: acts by right, lanes, evidence, the explained date, what it holds up; and why."""

from dataclasses import replace
from datetime import date

import pytest

from phoihop.ground.powers import NotVisible
from phoihop.obligations.queries import obligation_value
from tests.world.flat import grows_flat
from tests.world.obligations import act, open_all, opening, owe, url

STEPS = ("bat-dau/", "nop/", "nop-phan/", "nghiem-thu/", "tra-lai/", "mien/", "bi-chan/", "go-chan/")


def read(person, code, step=""):
    answer = person.client.get(url(code, step))
    assert answer.status_code == 200
    return answer.content.decode()


def offered(person, code):
    page = read(person, code)
    return {step for step in STEPS if f'action="{url(code, step)}"' in page}


def test_acts_are_offered_by_right_and_state(world, an, binh, chi, kim, ha):
    lan = world.add_person("lan", "so-tttt", ["focal"])
    code = owe(world, supporting=["so-tttt"])
    assert offered(chi, code) == {"nop/", "bat-dau/", "bi-chan/"}
    assert offered(lan, code) == {"nop-phan/", "bi-chan/"}
    assert offered(binh, code) == {"mien/"}
    for person in (an, kim, ha):
        assert offered(person, code) == set()
    act("block", code, chi)
    assert offered(chi, code) == {"go-chan/"}
    act("unblock", code, chi)
    act("hand_in", code, chi, without_support_reason="Gấp")
    assert offered(an, code) == {"nghiem-thu/", "tra-lai/"}
    assert offered(chi, code) == set()
    act("accept", code, an)
    assert offered(an, code) == offered(binh, code) == set()


def test_one_primary_action(world, chi, an):
    code = owe(world)
    assert read(chi, code).count('class="btn"') == 1
    act("hand_in", code, chi)
    assert read(an, code).count('class="btn"') == 1


def test_lanes_and_evidence(world, an, chi):
    lan = world.add_person("lan", "so-tttt", ["focal"])
    code = owe(world, supporting=["so-tttt"])
    act("support", code, lan, statement="Phần của Sở TTTT", reference="https://kiengiang.gov.vn/1")
    act("hand_in", code, chi, statement="<b>Toàn bộ</b>", reference="12/BC-SYT")
    page = read(an, code)
    assert "Sở Thông tin và Truyền thông tỉnh Kiên Giang" in page
    assert 'href="https://kiengiang.gov.vn/1"' in page
    assert "&lt;b&gt;Toàn bộ" in page
    assert "Chờ nghiệm thu" in page


def test_a_late_one_shows_what_it_holds_up(world, an):
    first = opening(world, 1, days=-3)
    late, held = open_all(world, first, replace(opening(world, 2), waits_on=("test/1",))).opened
    page = read(an, late)
    assert "Việc trễ này đang chặn việc khác." in page
    assert held in page
    assert late in read(an, held)


def test_what_it_touches_is_shown_to_those_who_may_see_it(world, an, chi):
    hidden = replace(opening(world, 2, lead="btg-tinh-uy", entitled="so-nnptnt"), waits_on=("test/1",))
    code, other = open_all(world, opening(world, 1, days=-3), hidden).opened
    today = world.at.date()
    assert [row.code for row in obligation_value(an.actor, code, today).blocks] == [other]
    assert obligation_value(chi.actor, code, today).blocks == ()
    assert other not in read(chi, code)


def test_without_a_date_it_says_what_it_waits_for(world, chi):
    code = owe(world, rule={"after": "phase.entered", "working_days": 5})
    assert "Chưa có hạn: còn chờ ngày vào giai đoạn." in read(chi, code)
    assert "Chưa định hạn." in read(chi, owe(world, 2, days=None))


def test_why_explains_the_date(world, chi):
    code = owe(
        world,
        rule={"after": "phase.entered", "working_days": 25},
        anchors={"phase.entered": date(2021, 8, 9)},
    )
    page = read(chi, code, "vi-sao/")
    assert "25 ngày làm việc" in page
    assert "Quốc khánh" in page
    assert "QC-kg-01, 4.1" in page
    assert "<html" in page
    piece = chi.client.get(url(code, "vi-sao/"), headers={"HX-Request": "true"}).content.decode()
    assert "25 ngày làm việc" in piece
    assert "<html" not in piece
    assert "Chưa định hạn" in read(chi, owe(world, 2, days=None), "vi-sao/")


def test_why_can_i_see_this(world, an, chi, kim):
    code = owe(world)
    assert "là cơ quan thực hiện" in read(chi, code)
    assert "là cơ quan được nhận kết quả" in read(an, code)
    assert "kiểm tra địa bàn" in read(kim, code)


@pytest.mark.parametrize("step", ["", "vi-sao/"])
def test_outsiders_and_strangers(world, dung, khach, step):
    code = owe(world)
    assert dung.client.get(url(code, step)).status_code == 404
    assert dung.client.get(url("NV-kg-2021-999999", step)).status_code == 404
    assert khach.client.get(url(code, step))["Location"].startswith("/dang-nhap/")
    with pytest.raises(NotVisible):
        obligation_value(dung.actor, code, world.at.date())


def test_the_page_grows_flat(world, an):
    code = open_all(world, opening(world, 1), replace(opening(world, 2), waits_on=("test/1",))).opened[0]
    more = [replace(opening(world, n), waits_on=("test/1",)) for n in range(3, 9)]
    grows_flat(an.client, url(code), lambda: open_all(world, *more))
