"""Bảng nghĩa vụ: every filter, counts that open exactly their rows, pages that follow each other."""

import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from phoihop.ground.powers import NotVisible
from phoihop.obligations import states
from phoihop.obligations.queries import board, cells, figures, late_count, rows_of, today_lists, worst_blocker
from phoihop.obligations.queries.board import BoardFilter
from tests.world.flat import grows_flat
from tests.world.obligations import BOARD, PLAN, act, open_all, opening, owe

ALL = ("late", "block", "soon", "wait", "doing", "plan", "done", "held")


def codes(person, asked=None, *, today=None, after="", limit=50):
    page = board(person.actor, asked or BoardFilter(), today or person.at.date(), after, limit)
    return [row.code for row in page.rows]


@pytest.fixture
def one_of_each(world, chi, an, binh):
    """Shown state -> code."""
    made = {
        "late": owe(world, "late", days=-3),
        "block": owe(world, "block", days=2),
        "soon": owe(world, "soon", days=1),
        "wait": owe(world, "wait", days=-4),
        "doing": owe(world, "doing", days=30),
        "plan": owe(world, "plan", days=None),
        "done": owe(world, "done", days=-5),
        "held": owe(world, "held", days=3),
    }
    act("block", made["block"], chi)
    for name in ("wait", "done"):
        act("hand_in", made[name], chi)
    act("start", made["doing"], chi)
    act("accept", made["done"], an)
    act("waive", made["held"], binh)
    return made


def test_each_state_shows_its_rows_and_counts_them(world, an, one_of_each):
    page = board(an.actor, BoardFilter(), world.at.date())
    assert {row.shown: row.code for row in page.rows} == one_of_each
    assert tuple(page.counts) == states.SHOWN == ALL
    assert (set(page.counts.values()), page.total) == ({1}, 8)
    for name, code in one_of_each.items():
        assert codes(an, BoardFilter(status=name)) == [code]


def test_each_figure_counts_the_rows_of_the_board(world, an, one_of_each):
    today = world.at.date()
    counted = figures(an.actor, sources=[PLAN], today=today)
    assert (counted.promised, counted.kept, counted.kept_late, counted.late) == (8, 1, 1, 1)
    for name in ("kept", "kept_late", "late", "waiting", "open", "waived"):
        rows = codes(an, BoardFilter(status=name, sources=(PLAN,)))
        assert len(rows) == getattr(counted, name), name
    assert counted.promised == counted.kept + counted.late + counted.waiting + counted.open + counted.waived


def test_each_cell_counts_the_rows_of_the_board(world, an, one_of_each):
    today = world.at.date()
    (cell,) = cells(an.actor, sources=[PLAN], today=today, year=2021)
    assert dict(cell.counts) == dict.fromkeys(ALL, 1)


@pytest.mark.parametrize("username", ["an", "chi", "lan"])
def test_each_group_of_today_is_the_board_with_mine(world, one_of_each, username):
    world.add_person("lan", "so-tttt", ["focal"])
    owe(world, "share", days=-6, supporting=["so-tttt"])
    owe(world, "this week", days=4, supporting=["so-tttt"])
    person = world.person(username)
    lists = today_lists(person.actor, world.at.date())
    for name in ("late", "week", "for_me", "for_others"):
        group = getattr(lists, name)
        rows = codes(person, BoardFilter(mine=name))
        assert [row.code for row in group.rows] == rows, name
        assert group.count == len(rows)


def test_a_share_beside_another_is_mine_until_it_is_in(world, an):
    lan = world.add_person("lan", "so-tttt", ["focal"])
    code = owe(world, days=-3, supporting=["so-tttt"])
    today = world.at.date()
    assert codes(lan, BoardFilter(mine="late")) == [code]
    assert late_count(lan.actor, today) == 1
    act("support", code, lan)
    assert codes(lan, BoardFilter(mine="late")) == []
    assert late_count(lan.actor, today) == 0
    assert late_count(an.actor, today) == 0


def test_the_load_of_the_coming_week(world, chi):
    owe(world, 1, days=0)
    owe(world, 2, days=2)
    owe(world, 3, days=2)
    owe(world, 4, days=7)
    load = today_lists(chi.actor, world.at.date()).load
    assert [number for number, _works in load.values()] == [1, 0, 2, 0, 0, 0, 0]
    assert [works for _number, works in load.values()] == [True] * 5 + [False] * 2


def test_filters(world, an):
    world.add_person("lan", "so-tttt", ["focal"])
    base = opening(world, 1, dossier="VD-kg-2021-0001", stage="p1")
    there = open_all(
        world,
        base,
        replace(base, origin="2", source="KH-kg-2021-so-tttt", lead_id=world.unit("so-tttt"), stage="p2"),
        replace(base, origin="3", duty="lead.appraise", lead_id=base.entitled_id, entitled_id=base.lead_id, stage=""),
        replace(base, origin="4", year=2022, dossier="VD-kg-2022-0001", title="Rà soát 100% khu dân cư"),
    ).opened
    first, second, third, fourth = there
    for asked, wanted in (
        (BoardFilter(), list(there)),
        (BoardFilter(unit="DV-kg-so-tttt"), [second]),
        (BoardFilter(entitled="DV-kg-so-yte"), [third]),
        (BoardFilter(sources=(PLAN,)), [first, third, fourth]),
        (BoardFilter(sources=(PLAN, "KH-kg-2021-so-tttt")), list(there)),
        (BoardFilter(dossier="VD-kg-2021-0001"), [first, second, third]),
        (BoardFilter(duty="lead.appraise"), [third]),
        (BoardFilter(stage="p2"), [second]),
        (BoardFilter(stage=""), [third]),
        (BoardFilter(year=2022), [fourth]),
        (BoardFilter(q="RA SOAT cu"), [fourth]),
        (BoardFilter(q="rà soát 100%"), [fourth]),
        (BoardFilter(q="%"), [fourth]),
        (BoardFilter(q="_"), []),
        (BoardFilter(q="000002"), [second]),
        (BoardFilter(q="nv-kg-2021-000002"), [second]),
        (BoardFilter(q="không có"), []),
        (BoardFilter(stage="p1", year=2021, unit="DV-kg-so-yte"), [first]),
    ):
        assert codes(an, asked) == wanted, asked
    with pytest.raises(NotVisible):
        codes(an, BoardFilter(unit="DV-kg-khong-co"))


def test_everybody_sees_his_own_only(world, an, chi, dung, kim, ha):
    lan = world.add_person("lan", "so-tttt", ["focal"])
    first, second = owe(world, 1), owe(world, 2, supporting=["so-tttt"])
    for person in (an, chi, kim, ha):
        assert codes(person) == [first, second]
    assert codes(lan) == [second]
    assert codes(dung) == []


def test_what_waits_is_named_to_those_who_may_see_it(world, an, chi):
    first = opening(world, 1, days=-3)
    hidden = replace(opening(world, 2, entitled="so-nnptnt", lead="btg-tinh-uy"), waits_on=("test/1",))
    code, other = open_all(world, first, hidden).opened
    row = next(row for row in rows_of(an.actor, source=PLAN, today=world.at.date()) if row.code == code)
    assert row.blocks == (other,)
    (row,) = rows_of(chi.actor, source=PLAN, today=world.at.date())
    assert row.blocks == ()
    assert worst_blocker(an.actor, sources=[PLAN], today=world.at.date()) == ("Sở Y tế tỉnh Kiên Giang", 1)


def test_pages_follow_each_other_without_gaps_or_doubles(world, an):
    open_all(world, *(opening(world, n, days=None if n % 4 == 0 else n % 3) for n in range(23)))
    seen, after = [], ""
    while True:
        page = board(an.actor, BoardFilter(), world.at.date(), after, limit=5)
        seen += [row.code for row in page.rows]
        if not page.next:
            break
        after = page.next
    everything = codes(an)
    assert seen == everything
    assert len(set(seen)) == 23
    dates = [row.due_date or date.max for row in board(an.actor, BoardFilter(), world.at.date()).rows]
    assert dates == sorted(dates)


def test_the_page_leads_on(world, an):
    open_all(world, *(opening(world, n) for n in range(51)))
    first = an.client.get(BOARD).content.decode()
    assert first.count('<li class="row"') == 50
    following = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = an.client.get(following).content.decode()
    assert second.count('<li class="row"') == 1


def test_every_tally_of_the_page_opens_its_rows(world, an, one_of_each):
    page = an.client.get(BOARD).content.decode()
    for name, code in one_of_each.items():
        url = f"{BOARD}?status={name}"
        assert url in page
        answer = an.client.get(url).content.decode()
        assert answer.count('<li class="row"') == 1
        assert code in answer


def test_what_is_asked_stands_on_the_page_and_can_be_taken_away(world, an):
    owe(world)
    url = f"{BOARD}?unit=DV-kg-so-yte&stage=&q=danh"
    page = an.client.get(url).content.decode()
    assert "Sở Y tế tỉnh Kiên Giang" in page
    assert "ngoài giai đoạn" in page
    links = [parse_qs(urlsplit(link.replace("&amp;", "&")).query) for link in re.findall(r'href="([^"]*)"', page)]
    assert {"unit": ["DV-kg-so-yte"], "q": ["danh"]} in links
    assert "Không có nghĩa vụ nào khớp" in an.client.get(f"{BOARD}?q=khongco").content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        "status=x",
        "status=promised",
        "mine=x",
        "year=0",
        "year=²021",
        "after=x",
        "after=2021-08-02",
        f"after=2021-08-02.{'9' * 30}",
        "after=2021-08-02.-1",
        "q=%00",
        "q=%25",
        "unit=%00&stage=%00&duty=%00&dossier=%00&source=%00",
        "q=" + "a+" * 200,
        "source=" + "&source=".join(map(str, range(400))),
    ],
)
def test_strange_addresses_are_no_fault(world, an, asked):
    owe(world)
    assert an.client.get(f"{BOARD}?{asked}").status_code == 200


def test_unknown_units_are_not_there(world, an):
    for asked in ("unit=x", "unit=DV-kg-khong", "entitled=%20", "unit=DV--"):
        assert an.client.get(f"{BOARD}?{asked}").status_code == 404


def test_not_signed_in(khach):
    assert khach.client.get(BOARD)["Location"].startswith("/dang-nhap/")


def test_the_board_grows_flat(world, an):
    world.add_person("lan", "so-tttt", ["focal"])
    owe(world, "first", days=-3)

    def add():
        more = [opening(world, n, days=-n, supporting=["so-tttt"]) for n in range(10)]
        open_all(world, *more, replace(opening(world, 99), waits_on=("test/1", "test/2")))

    open_all(world, replace(opening(world, 98), waits_on=("test/first",)))
    grows_flat(an.client, BOARD, add)


def test_today_grows_flat(world, chi):
    owe(world, "first", days=-3)
    open_all(world, replace(opening(world, 98), waits_on=("test/first",)))
    grows_flat(chi.client, "/lam-viec/", lambda: open_all(world, *(opening(world, n, days=-n) for n in range(10))))


def test_the_menu_counts_by_the_clock_of_the_house(world, chi, clock):
    owe(world, days=1)
    assert late_count(chi.actor, world.at.date()) == 0
    assert "việc cần xem" not in chi.client.get(BOARD).content.decode()
    clock.move(days=3)
    assert "việc cần xem" in chi.client.get(BOARD).content.decode()
    assert late_count(chi.actor, world.at.date() + timedelta(days=3)) == 1
