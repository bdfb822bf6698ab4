"""Cung cấp văn bản: duty by duty and unit by unit; each figure opens exactly its rows, whatever is filtered."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from phoihop.ground.powers import NotVisible
from phoihop.obligations import states
from phoihop.obligations.models import Expected
from phoihop.obligations.queries import FIGURES, ProvisionFilter, provision
from phoihop.obligations.queries.provision import figure_filters
from tests.world.flat import grows_flat
from tests.world.obligations import PLAN, act, owe
from tests.world.provision import (
    DOSSIER,
    DUTY,
    PROVISION,
    WITHHELD,
    act_on,
    expect,
    first,
    owe_documents,
    paper,
    withheld,
)

ROW = '<li class="row"'
SUM = ("provided", "withheld", "overdue", "open", "closed")


@pytest.fixture
def some(world, an, chi):
    """Lines in every state: shown state -> numbers of its lines."""
    made = {name: [] for name in FIGURES}
    given, kept, late, soon, done = (
        owe_documents(world, n, days=days, clause=f"QC-kg-01, {n}")
        for n, days in ((1, 5), (2, 40), (3, -3), (4, 9), (5, 9))
    )
    act_on("provide_document", given, first(given), chi, document=paper(world))
    made["provided"].append(first(given))
    (waiting,) = expect(kept, an, "Danh sách")
    act_on("withhold_document", kept, waiting, chi, **WITHHELD)
    made["open"].append(waiting)
    made["review"].append(waiting)
    withheld(world, kept, first(kept))
    made["withheld"].append(first(kept))
    made["overdue"].append(first(late))
    made["open"].append(first(soon))
    act("hand_in", done, chi, missing_reason="Gửi sau")
    act("accept", done, an)
    made["closed"].append(first(done))
    made["expected"] = sorted(number for name in SUM for number in made[name])
    return made


def shown(person, **asked):
    found = provision(person.actor, ProvisionFilter(**asked), person.at.date())
    return sorted(one.value.id for one in found.lines)


def read(person, address=PROVISION):
    answer = person.client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def test_each_figure_counts_exactly_its_lines(world, an, some):
    page = provision(an.actor, ProvisionFilter(), world.at.date())
    for name in FIGURES:
        assert shown(an, status=name) == sorted(some[name]), name
        assert page.counts[name] == len(some[name]), name
    assert page.counts["expected"] == sum(page.counts[name] for name in SUM) == 6


def test_the_rule_and_the_filters_agree(world, an, some):
    today = world.at.date()
    by_filter = {
        pk: name
        for name in SUM
        for pk in Expected.rows.filter(figure_filters(today)[name]).values_list("pk", flat=True)
    }
    for row in Expected.rows.select_related("obligation"):
        said = states.shown_expected(
            row.state, row.reviewed_at is not None, row.obligation.closed_at is not None, row.obligation.due_date, today
        )
        assert by_filter[row.pk] == said


def test_overdue_follows_the_date_and_is_stored_nowhere(world, an, some):
    before, after = (provision(an.actor, ProvisionFilter(), world.at.date().replace(day=day)) for day in (2, 20))
    assert (before.counts["overdue"], before.counts["open"]) == (1, 2)
    assert (after.counts["overdue"], after.counts["open"]) == (2, 1)
    assert set(Expected.rows.values_list("state", flat=True)) == {"EXPECTED", "PROVIDED", "WITHHELD"}


def test_every_number_of_the_page_opens_as_many_rows(world, an, some):
    page = read(an)
    numbers = re.findall(r'<td class="n"[^>]*><a href="([^"]+)">(\d+)</a>', page)
    tallies = re.findall(r'<a href="(/lam-viec/cung-cap/[^"]*)"><b>(\d+)</b>', page)
    assert (len(numbers), len(tallies)) == (5 * 6, len(FIGURES))
    for address, number in numbers + tallies:
        assert read(an, address).count(ROW) == int(number), address


def test_groups_are_duties_and_units(world, an, chi):
    lan = world.add_person("lan", "so-tttt", ["focal"])
    code = owe_documents(world, 1, supporting=["so-tttt"])
    (theirs,) = expect(code, chi, "Số liệu mạng", unit_id=world.unit("so-tttt"))
    act_on("provide_document", code, theirs, lan, document=paper(world, "lan"))
    groups = provision(an.actor, ProvisionFilter(), world.at.date()).groups
    found = {(g.duty, g.clause, g.unit.key): (g.counts["expected"], g.counts["provided"]) for g in groups}
    assert found == {(DUTY, "QC-kg-01, 4.1", "so-yte"): (1, 0), (DUTY, "QC-kg-01, 4.1", "so-tttt"): (1, 1)}


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"about": PLAN}, 2),
        ({"about": DOSSIER}, 1),
        ({"about": "KH-kg-2021-khac"}, 0),
        ({"duty": DUTY}, 1),
        ({"duty": "partner.join-review"}, 1),
        ({"clause": "QC-kg-01, 4.1"}, 2),
        ({"clause": ""}, 0),
        ({"unit": "DV-kg-so-yte"}, 2),
        ({"unit": "DV-kg-so-tttt"}, 0),
    ],
)
def test_filters(world, an, asked, left):
    owe_documents(world, 1)
    other = owe(world, 2)
    expect(other, an, "Báo cáo")
    assert len(shown(an, **asked)) == left
    assert provision(an.actor, ProvisionFilter(**asked), world.at.date()).counts["expected"] == left


def test_a_unit_that_is_not_there(world, an):
    with pytest.raises(NotVisible):
        shown(an, unit="DV-kg-khong-co")
    assert an.client.get(f"{PROVISION}?unit=DV-kg-khong-co").status_code == 404


@pytest.mark.parametrize("query", ["status=nothing&after=x&clause=%00", "after=2021-99-99.x", "unit=&about=%20"])
def test_nonsense_in_the_address_is_left_out(world, an, query):
    owe_documents(world)
    assert read(an, f"{PROVISION}?{query}")


def test_everybody_sees_his_own(world, an, chi, kim, dung, khach):
    code = owe_documents(world)
    for person in (an, chi, kim):
        assert shown(person) == [first(code)]
        assert code in read(person)
    assert shown(dung) == []
    page = read(dung)
    assert code not in page
    assert "Không có văn bản nào khớp." in page
    assert khach.client.get(PROVISION)["Location"].startswith("/dang-nhap/")


def test_documents_are_named_to_those_who_may_open_them(world, an, chi):
    code = owe_documents(world)
    act_on("provide_document", code, first(code), chi, document=paper(world, citation="77/BC-SYT"))
    assert "77/BC-SYT" in read(an)


def test_pages_follow_each_other(world, an):
    for n in range(7):
        owe_documents(world, n, days=n % 3)
    seen, after, sizes = [], "", []
    while True:
        page = provision(an.actor, ProvisionFilter(), world.at.date(), after, 3)
        sizes.append(len(page.lines))
        seen += [one.value.id for one in page.lines]
        assert page.counts["expected"] == 7
        if not page.next:
            break
        after = page.next
    assert sizes == [3, 3, 1]
    by_date = Expected.rows.order_by("obligation__board_date", "pk").values_list("pk", flat=True)
    assert seen == list(by_date)


def test_the_next_page_keeps_the_filter(world, an):
    for n in range(51):
        owe_documents(world, n)
    page = read(an, f"{PROVISION}?about={DOSSIER}&status=open")
    following = re.search(r'rel="next" href="([^"]+)"', page)[1]
    asked = parse_qs(urlsplit(following).query)
    assert (asked["about"], asked["status"]) == ([DOSSIER], ["open"])
    assert (page.count(ROW), read(an, following).count(ROW)) == (50, 1)


def test_the_item_page_anchors_each_line(world, an):
    code = owe_documents(world)
    assert f"/lam-viec/nghia-vu/{code}/#van-ban-{first(code)}" in read(an)
    assert f'id="van-ban-{first(code)}"' in read(an, f"/lam-viec/nghia-vu/{code}/")


def test_the_menu_leads_here(an):
    assert f'href="{PROVISION}"' in read(an, "/lam-viec/")


def test_the_page_grows_flat(world, an, chi):
    code = owe_documents(world, 1)
    act_on("provide_document", code, first(code), chi, document=paper(world))
    kept = owe_documents(world, 2, clause="a")
    withheld(world, kept, first(kept))

    def more():
        for n in range(3, 12):
            one = owe_documents(world, n, clause=str(n), supporting=["so-tttt"])
            act_on("provide_document", one, first(one), chi, document=paper(world))

    grows_flat(an.client, PROVISION, more)


def test_the_item_page_grows_flat(world, an, chi):
    code = owe_documents(world, supporting=["so-tttt"])
    document = paper(world)
    act_on("provide_document", code, first(code), chi, document=document)

    def more():
        for number in expect(code, an, *(f"Văn bản {n}" for n in range(8))):
            act_on("provide_document", code, number, chi, document=document)

    grows_flat(an.client, f"/lam-viec/nghia-vu/{code}/", more)
