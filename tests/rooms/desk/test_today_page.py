"""Today: four groups with the act that moves each row; a newcomer reaches her first duty from here."""

import re
from datetime import timedelta

import pytest

from phoihop.obligations import commands as obligations
from tests.world import plans
from tests.world.build import LOADER
from tests.world.dispatches import send
from tests.world.flat import grows_flat

PAGE = "/lam-viec/"


def read(person):
    answer = person.client.get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def owe(world, number=0, *, days=0, lead="so-yte", entitled="btg-tinh-uy", **values):
    """An obligation of the Department of Health, due in so many days."""
    opened = obligations.open_obligations(
        openings=[
            obligations.Opening(
                origin=f"test/{lead}/{number}",
                title=f"Danh sách số {number}",
                duty="partner.provide-documents",
                source="KH-kg-2021-so-yte",
                year=2021,
                territory="kg",
                lead_id=world.unit(lead),
                entitled_id=world.unit(entitled),
                clause="QC-kg-01, 4.1",
                rule={"on": str((world.at + timedelta(days=days)).date())},
                **values,
            )
        ],
        by=LOADER,
        at=world.at,
    )
    return opened.opened[0]


def hand_in(world, code, username):
    obligations.hand_in_obligation(
        code=code,
        statement="Đã gửi",
        reference="12/BC",
        without_support_reason="",
        missing_reason="Đã gửi bản giấy",
        version=None,
        by=world.person(username).actor,
        at=world.at,
    )


def section(page, key):
    return re.search(rf'<section class="sec" id="{key}".*?</section>', page, re.DOTALL)[0]


def first(page):
    return re.search(r'<a class="btn" href="([^"]+)"', page)


def number(page, key):
    return re.search(rf'href="#{key}"><b>(\d+)', page)[1]


def test_an_empty_day_says_why_and_what_next(chi):
    page = read(chi)
    assert "Không có việc nào quá hạn." in page
    assert "Mở bảng nghĩa vụ của cơ quan" in page
    assert first(page) is None
    assert "Những ngày tới không có hạn nào" in page


def test_a_late_one_comes_first_and_the_button_opens_it(world, chi):
    late, week = owe(world, 1, days=-5), owe(world, 2, days=1)
    page = read(chi)
    assert late in section(page, "qua-han")
    assert week in section(page, "tuan-nay")
    assert "trễ 5 ngày làm việc" not in section(page, "tuan-nay")
    assert first(page)[1] == f"/lam-viec/nghia-vu/{late}/"
    assert number(page, "qua-han") == number(page, "tuan-nay") == "1"


def test_two_clicks_to_the_first_duty(world, chi):
    code = owe(world, 1)
    act = first(read(chi))[1]
    page = chi.client.get(act).content.decode()
    assert "Danh sách số 1" in page
    assert f'action="/lam-viec/nghia-vu/{code}/' in page  # its form stands on the page the button opens


def test_what_was_handed_in_waits_for_the_other_side(world, chi, an):
    code = owe(world, 1)
    hand_in(world, code, "chi")
    assert code in section(read(chi), "cho-co-quan-khac")
    waiting = section(read(an), "cho-toi")
    assert code in waiting
    assert "Nghiệm thu" in waiting


def test_a_clerk_is_offered_only_to_look(world, giang):
    owe(world, 1, lead="btg-tinh-uy", entitled="so-yte", days=-3)
    late = section(read(giang), "qua-han")
    assert "Xem<" in late
    assert "Nộp<" not in late


def test_an_outsider_sees_nothing_of_it(world, dung):
    owe(world, 1, days=-3)
    assert "Danh sách số 1" not in read(dung)


def test_a_group_shows_its_beginning_and_its_whole_count(world, chi):
    for n in range(9):
        owe(world, n, days=-7 * n - 3)
    page = read(chi)
    assert number(page, "qua-han") == "9"
    late = section(page, "qua-han")
    assert late.count('class="row"') == 7
    everything = re.search(r'href="([^"]*mine=late)"', late)[1]
    board = chi.client.get(everything).content.decode()
    assert board.count('class="row"') == 9


def test_letters_and_rounds_that_wait(world, chi, an):
    year = plans.call_round(world)
    assert year.round in read(chi)
    assert "Đợt chọn chờ cơ quan bạn trả lời" in read(chi)
    assert "Đợt chọn chờ cơ quan bạn trả lời" not in read(an)
    code = send(world, by="an", to=["so-yte"])
    assert f"/lam-viec/cong-van/{code}/" in read(chi)


def test_the_act_of_a_duty_done_elsewhere_leads_there(world, chi):
    year = plans.call_round(world)
    code = send(world, by="an", to=["so-yte"])
    page = read(chi)
    if "Chọn vấn đề" in section(page, "tuan-nay"):
        assert f"/lam-viec/ke-hoach/{year.plan}/" in page
    assert re.search(rf'href="/lam-viec/cong-van/{code}/">Tiếp nhận', section(page, "tuan-nay"))


def test_the_load_has_its_table(world, chi):
    owe(world, 1, days=1)
    owe(world, 2, days=1)
    page = read(chi)
    assert "Thứ Ba nhiều việc nhất" in page
    assert re.search(r'<th scope="row">Thứ Ba, 3/8/2021</th><td class="n">2</td>', page)


@pytest.mark.parametrize("person", ["an", "chi", "kim"])
def test_it_grows_flat(world, request, person):
    owe(world, 0, days=-3)
    owe(world, 1, lead="btg-tinh-uy", entitled="so-yte")
    owe(world, 2)
    for code, by in ((owe(world, 90), "chi"), (owe(world, 91, lead="btg-tinh-uy", entitled="so-yte"), "an")):
        hand_in(world, code, by)
    add = lambda: [owe(world, n, days=n % 5 - 2) for n in range(3, 23)]  # noqa: E731
    grows_flat(request.getfixturevalue(person).client, PAGE, add)


def test_asks_who_you_are(khach):
    assert khach.client.get(PAGE).status_code == 302
