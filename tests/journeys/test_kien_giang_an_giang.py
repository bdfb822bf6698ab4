"""Kiên Giang and An Giang become one on 1 July 2025: the whole of both provinces, at its day by the clock, taken back
exactly, carried out again; and a smaller form of eight communes and twelve bodies that needs no tables.

What must hold is asked of the bare rows here, not of the rooms' own questions.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from ruamel.yaml import YAML

from phoihop.agreements.models import Agreement, Party
from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.documents.models import Book, Document
from phoihop.ground.actor import Actor
from phoihop.ledger.models import Entry
from phoihop.mail.models import Address, SignedLink
from phoihop.meetings.models import Attendee, Meeting
from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Expected, Extension, Lane, Obligation
from phoihop.organizations import commands, queries
from phoihop.organizations.events import ThingRehomed
from phoihop.organizations.models import Absence, CalendarFeed, Territory, Unit
from phoihop.plans.models import Plan, Round, Topic
from phoihop.search.commands import Indexer
from phoihop.search.outside import index as engine
from phoihop.search.queries import find
from phoihop.site.commandline import HELD, OK, main
from tests.conftest import StoppedClock
from tests.world import documents as papers
from tests.world import july_2025, june_2025
from tests.world.bare_rows import Seen, differences, everything, heirs_of, holds, orphans
from tests.world.build import World
from tests.world.cast import Person
from tests.world.june_2025 import CLERK, HEAD, KEEPER, OFFICER, PRESS, ZONE, June

TABLES = Path(__file__).parents[3] / "shared/data/admin_units"
EVE, DAY = date(2025, 6, 30), date(2025, 7, 1)
LATE = datetime(2025, 6, 30, 23, 55, tzinfo=ZONE)
MORNING = datetime(2025, 7, 1, 0, 5, tzinfo=ZONE)
CLOCK = Actor.system("deadline-clock")
CODE = "SX-ag-ag-2025-07"
MONTHS = [DAY + timedelta(days=number) for number in range(62)]
PRESS_DUTY = "partner.provide-documents"


# ── pages, links, feeds, search ─────────────────────────────────────────────────────────────────────────────


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return unescape(answer.content.decode())


def uids(client: Client, url: str) -> set[str]:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    lines = answer.content.decode().replace("\r\n ", "").splitlines()
    assert lines[0] == "BEGIN:VCALENDAR"
    return {line.removeprefix("UID:") for line in lines if line.startswith("UID:")}


@pytest.fixture
def indexer(settings: Any, tmp_path: Path) -> Iterator[Indexer]:
    settings.PHOIHOP_DATA = tmp_path
    engine._readers.clear()
    one = Indexer()
    yield one
    one.close()
    engine._readers.clear()


# ── the drill ───────────────────────────────────────────────────────────────────────────────────────────────


class Drill:
    """The file, the command line and the two approvers."""

    def __init__(self, june: June, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.june, self.capsys = june, capsys
        self.path = folder / "kien-giang-an-giang-2025.yaml"
        self.raw = july_2025.decision(june.facts)
        self.write()

    def write(self) -> None:
        with self.path.open("w", encoding="utf-8") as file:
            YAML(typ="safe").dump(self.raw, file)

    def run(self, *words: str) -> tuple[int, dict[str, Any]]:
        self.capsys.readouterr()
        status = main(["restructure", str(self.path), "--json", *words])
        said = self.capsys.readouterr()
        assert said.out, said.err
        return status, json.loads(said.out)

    def approve(self, at: datetime) -> None:
        for ref in ("kg/tinh-uy", "ag/tinh-uy"):
            commands.approve_batch(code=CODE, by=self.june.person(ref, KEEPER).actor_at(at), at=at)

    def answer(self, questions: list[dict[str, Any]]) -> None:
        """Press goes to Culture, the rest of Sở TT&TT to Science; of heads that meet the first one stays."""
        for one in questions:
            if one["key"].startswith("kg/so-tttt") and not one["key"].endswith(PRESS_DUTY):
                self.raw.setdefault("answers", {})[one["key"]] = "ag/so-khcn"
            else:
                wanted = "ag/so-vhttdl" if one["key"].startswith("kg/so-tttt") else one["choices"][0]
                self.raw.setdefault("answers", {})[one["key"]] = wanted
        self.write()


@pytest.fixture
def june(request: pytest.FixtureRequest, transactional_db: None, clock: StoppedClock) -> June:
    """June 2025 in an empty house."""
    call_command("flush", interactive=False, verbosity=0)
    clock.move_to(june_2025.AT)
    if request.param == "official" and not TABLES.is_dir():
        pytest.skip("the official tables of units do not lie beside the project")
    facts = july_2025.few() if request.param == "few" else july_2025.official(TABLES)
    with transaction.atomic():
        return june_2025.build(facts)


@pytest.mark.slow
@pytest.mark.parametrize("june", ["few", pytest.param("official", marks=pytest.mark.once)], indirect=True)
def test_two_provinces_become_one(
    june: June, clock: StoppedClock, tmp_path: Path, capsys: pytest.CaptureFixture[str], indexer: Indexer
) -> None:
    facts, drill = june.facts, Drill(june, tmp_path, capsys)
    check_facts(facts)
    stage = World(at=june.at, territory="kg", accounts=june.accounts)
    paper = papers.registered(stage, "kg-btg-3", system="PARTY", citation="12-CV/TU")
    assert Document.rows.get(code=paper).book_number == 413

    # Dry run, questions, answers, two approvers: nothing is changed by any of it.
    status, told = drill.run("--dry-run")
    assert status == HELD
    asked = [one for one in told["questions"] if one["is_open"]]
    assert {one["key"].partition(":")[0] for one in asked} == {"head", "kg/so-tttt"}
    assert june.between in next(one["codes"] for one in told["questions"] if one["key"].startswith("upper:"))
    check_dry_run(june, told)
    drill.answer(asked)
    status, told = drill.run("--dry-run")
    assert status == OK
    assert not [one for one in told["people"] if one["what"] == "ends"]
    status, told = drill.run()
    assert (status, told["waits_for"], told["batch"]) == (HELD, "approvals", CODE)
    drill.approve(june.at)
    status, told = drill.run()
    assert (status, told["waits_for"]) == (OK, "date")

    # The eve.
    clock.move_to(LATE)
    assert commands.tick(by=CLOCK, at=LATE) == 0
    assert list(orphans(EVE)) == []
    seen = Seen()
    people, deputies, duty, mailboxes = seen.seated(EVE), seen.standing_in(MONTHS), seen.on_duty(), seen.mail()
    numbers = counts()
    client = Client()
    feeds = {ref: uids(client, url) for ref, url in june.feeds.items()}
    links = {code: page(client, url) for code, url in june.links.items()}
    eve = everything()
    assert len(feeds["kg/btg"]) > 20
    assert Obligation.rows.filter(closed_at__isnull=True).count() >= 40

    # The day, by the clock.
    clock.move_to(MORNING)
    assert commands.tick(by=CLOCK, at=MORNING) == 1
    assert commands.tick(by=CLOCK, at=MORNING) == 0
    check_day(june, people, deputies, duty, mailboxes)
    assert counts() == numbers
    check_places(facts)
    check_history(june, clock)
    for ref, before in feeds.items():
        gone = before - uids(client, june.feeds[ref])
        over = [june.held, june.agreements[-1], *owed_twice(june)]
        if ref == "kg/so-tttt":  # what went with the press to the other heir
            press = Obligation.rows.filter(lead_id=june.units["ag/so-vhttdl"], duty=PRESS_DUTY)
            over += press.values_list("code", flat=True)
        assert all(any(code in uid for code in over) for uid in gone), (ref, gone)
    for code, before in links.items():
        now = page(client, june.links[code])
        assert ("<form" in before) == ("<form" in now), code
        assert (code in before) == (code in now), code
    check_search(june, indexer)

    # Taken back: row by row as on the eve. Carried out again by hand.
    clock.move_to(MORNING + timedelta(hours=8))
    status, told = drill.run("--undo", "Chờ hướng dẫn", "--at", "2025-07-01T09:00")
    assert (status, told["state"]) == (OK, "UNDONE")
    assert differences(everything(), eve) == []
    assert list(orphans(EVE)) == []
    clock.move_to(MORNING + timedelta(hours=9))
    status, told = drill.run("--at", "2025-07-01T10:00")
    assert (status, told["waits_for"]) == (HELD, "approvals")
    drill.approve(clock.at)
    status, told = drill.run("--at", "2025-07-01T10:05")
    assert (status, told["state"]) == (OK, "APPLIED")
    assert drill.run("--at", "2025-07-01T10:06")[0] == OK
    check_day(june, people, deputies, duty, mailboxes)

    # Work, books and the other clocks go on.
    clock.move_to(MORNING + timedelta(hours=10))
    check_work_goes_on(june, clock.at, client)
    capsys.readouterr()
    assert main(["tick", "--at", "2025-07-02T07:00", "--json"]) == OK
    clock.move_to(datetime(2025, 7, 2, 7, 5, tzinfo=ZONE))
    assert list(orphans(date(2025, 7, 2))) == []


def counts() -> dict[str, int]:
    """Neither lost nor doubled: things, whoever holds them."""
    models = (Obligation, Lane, Expected, Extension, Agreement, Plan, Topic, Dispatch, Recipient, Meeting, Attendee,
              SignedLink, CalendarFeed, Address, Absence, Document)  # fmt: skip
    return {model.__name__: model._base_manager.count() for model in models}


def check_facts(facts: july_2025.Facts) -> None:
    """What the domain says of the tables, counted here."""
    if len(facts.communes) == 8:
        return
    assert Counter(one.province for one in facts.communes) == {"kg": 143, "ag": 155}
    assert Counter(slug[:2] for slug in facts.districts) == {"kg": 15, "ag": 11}
    kinds = Counter(name.split()[0] for one in facts.communes for name in {name for _code, name in one.heirs})
    assert set(kinds) == {"Xã", "Phường", "Đặc"}
    names = {name for one in facts.communes for _code, name in one.heirs}
    assert Counter(name.split()[0] for name in names) == {"Xã": 85, "Phường": 14, "Đặc": 3}
    assert sum(one.goes_on for one in facts.communes) == 6
    assert len(facts.new) == 96


def check_dry_run(june: June, told: dict[str, Any]) -> None:
    """It names every office that ends, every seat that goes over, and everything open of Sở TT&TT."""
    ends = {one["unit"] for one in told["units"] if one["last_day"] == july_2025.LAST_DAY}
    stays = {f"{one.slug}/{key}" for one in june.facts.communes if one.goes_on for key in ("ubnd", "dang-uy")}
    going_on = {ref for ref in july_2025.ABSORBED if ref in june.units}
    assert ends == set(june.units) - stays - going_on
    asked = {code for one in told["questions"] for code in one["codes"]}
    tttt = june.units["kg/so-tttt"]
    owed = set(Obligation.rows.filter(lead_id=tttt, closed_at__isnull=True).values_list("code", flat=True))
    dossiers = dict(Obligation.rows.filter(code__in=owed).values_list("code", "dossier"))
    plans = dict(Topic.rows.filter(partner_id=tttt).values_list("code", "plan__code"))
    agreed = dict(Plan.rows.filter(partner_id=tttt).values_list("code", "agreement__code"))
    for code in owed - asked:  # what belongs to a plan goes with its agreement, which is asked for
        assert agreed[plans.get(dossiers[code], dossiers[code])] in asked, code


def check_day(
    june: June,
    people: set[tuple[int, str]],
    deputies: set[tuple[int, str, date]],
    duty: set[tuple[int, date]],
    mailboxes: set[str],
) -> None:
    assert list(orphans(DAY)) == []
    seen = Seen()
    assert seen.seated(DAY) == people
    assert seen.seated(EVE) == people
    assert seen.standing_in(MONTHS) == deputies
    assert seen.on_duty() == duty
    assert seen.mail() == mailboxes
    ended = [row for row in seen.units.values() if not holds(row, DAY)]
    assert len(ended) > len(june.units) // 2
    assert all(row.valid_to == EVE for row in ended)
    heads = Counter(post.unit_id for post in seen.posts.values() if post.is_head and seen.post_lives(post.pk, DAY))
    assert set(heads.values()) == {1}
    check_agreements(june, seen)


def check_agreements(june: June, seen: Seen) -> None:
    """All go on with the heirs, but the one between two who are one now; two rounds of the year are one."""
    states = dict(Agreement.rows.values_list("code", "state"))
    *going_on, last = june.agreements
    assert states[last] == "ENDED"
    assert {states[code] for code in going_on} == {"IN_FORCE"}
    (lead,) = Unit.rows.filter(key="btgdv-2025").values_list("pk", flat=True)
    assert set(Agreement.rows.exclude(code=last).values_list("lead_id", flat=True)) == {lead}
    roles = Counter(Party.rows.filter(agreement__code__in=going_on).values_list("agreement__code", "role"))
    assert all(roles[code, role] == 1 for code in going_on for role in ("LEAD", "PARTNER"))
    called = Round.rows.filter(year=2025, state="CALLED").values_list("lead_id", flat=True)
    assert list(called) == [lead]
    plans = Plan.rows.filter(year=2025).exclude(state="CLOSED")
    assert Counter(plan.agreement_id for plan in plans).most_common(1)[0][1] == 1


def owed_twice(june: June) -> list[str]:
    """A letter went to two offices that are one: of the two duties to acknowledge it one says what stands for it."""
    rows = Obligation.rows.filter(closed_at__gte=MORNING, state="WAIVED")
    for row in rows:
        assert june.letters[2] in row.origin, row.origin
        others = Obligation.rows.filter(closed_at__isnull=True, lead_id__in=heirs_of(row.lead_id) or [row.lead_id])
        assert any(code in row.reason for code in others.values_list("code", flat=True)), row.reason
    return [row.code for row in rows]


def check_places(facts: july_2025.Facts) -> None:
    """A code means a place on a day; slugs of before lead on from the day, not before it."""
    assert queries.territory_of_code("91", EVE) == "kg"
    assert queries.territory_of_code("91", DAY) == "ag"
    assert queries.territory_of_code("89", EVE) == "ag"
    assert queries.territory_of_code("89", DAY) == ""
    for one in facts.communes:
        heir = facts.heir_slugs(one)[0]
        assert queries.territory_of_code(one.code, EVE) == one.slug
        assert queries.place_now(one.slug, EVE) == one.slug
        assert queries.place_now(one.slug, DAY) == heir
    names = dict(Territory.rows.values_list("slug", "name"))
    for slug, (code, name) in facts.new.items():
        assert queries.territory_of_code(code, DAY) == slug
        assert names[slug] == name
    assert all(names[one.slug] == one.name for one in facts.communes)
    for slug in facts.districts:
        assert (queries.place_now(slug, EVE), queries.place_now(slug, DAY)) == (slug, "ag")


def check_history(june: June, clock: StoppedClock) -> None:
    """Old offices keep their address and name and say what became of them; closed work keeps the names of its day."""
    reader = june.person("kg/btg", OFFICER).client
    shown = [ref for ref in june.units if "." not in ref] + [f"{one.slug}/ubnd" for one in june.facts.communes[:8]]
    for ref in shown:
        row = Unit.rows.get(pk=june.units[ref])
        assert row.code == f"DV-{ref.replace('/', '-')}"
        said = page(reader, reverse("organizations:unit", args=[row.code]))
        assert row.name in said
        if row.valid_to == EVE:
            heirs = Unit.rows.filter(pk__in=heirs_of(row.pk))
            assert heirs or ref == "kg/dang-doan-hdnd"  # dissolved
            for heir in heirs:
                assert heir.name in said, ref
                assert heir.code in said, ref
    for row in Obligation.rows.filter(closed_at__isnull=False, closed_at__lt=LATE).select_related("lead"):
        assert not holds(row.lead, DAY) or row.lead.valid_from is None, row.code
    letter = Dispatch.rows.get(code=june.letters[0])
    assert letter.sender_id == june.units["kg/so-yte"]
    assert "Sở Y tế tỉnh Kiên Giang" in page(reader, reverse("dispatches:letter", args=[letter.code]))
    held = Meeting.rows.get(code=june.held)
    assert held.organiser_id == june.units["kg/btg"]
    assert "Sở Y tế tỉnh Kiên Giang" in page(reader, reverse("meetings:meeting", args=[held.code]))
    told = Entry.rows.filter(kind=ThingRehomed.kind()).values_list("code", flat=True)
    assert set(told) >= set(
        Obligation.rows.filter(code__in=june.owed, closed_at__isnull=True).values_list("code", flat=True)
    )


def check_search(june: June, indexer: Indexer) -> None:
    """By the name of before one finds the old office, and the work that went over."""
    indexer.run(at=MORNING)
    reader = june.person("kg/btg", OFFICER).actor_at(MORNING)
    for ref, name in (("kg/so-tttt", "Sở Thông tin và Truyền thông"), ("kg/btg", "Ban Tuyên giáo Tỉnh ủy Kiên Giang")):
        found = find(reader, f'"{name}"', limit=50)
        codes = {thing.code for thing in found.things}
        assert f"DV-{ref.replace('/', '-')}" in codes, (ref, codes)
        assert codes & set(june.owed), (ref, codes)


def check_work_goes_on(june: June, at: datetime, client: Client) -> None:
    """From the new office the old work is handed in and taken; new books begin at 1; a link is used."""
    row = Obligation.rows.get(origin="june/partner.join-review")
    doer = june.person("kg/so-tttt", OFFICER).actor_at(at)
    assert doer.unit_id == row.lead_id == june.units["ag/so-khcn"]
    obligations.hand_in_obligation(code=row.code, statement="Đã gửi.", reference="1/BC", by=doer, at=at)
    taker = june.person("kg/btg", OFFICER).actor_at(at)
    obligations.accept_obligation(code=row.code, by=taker, at=at)
    assert Obligation.rows.get(pk=row.pk).state == "ACCEPTED"
    press = Obligation.rows.get(origin=f"june/{PRESS_DUTY}")
    assert press.lead_id == june.units["ag/so-vhttdl"]
    assert june.person("kg/so-tttt", PRESS).actor_at(at).unit_id == press.lead_id
    between = Obligation.rows.get(code=june.between)
    new = {row.key: row.pk for row in Unit.rows.filter(key__endswith="-2025")}
    assert (between.lead_id, between.entitled_id) == (new["btgdv-2025"], new["tinh-uy-2025"])
    assert june.person("kg/btg", HEAD).actor_at(at).unit_id == new["btgdv-2025"]

    assert not Book.rows.filter(unit_id=june.units["kg/btg"], is_closed=False).exists()
    stage = World(at=at, territory="ag", accounts=june.accounts)
    paper = papers.registered(stage, "kg-btg-3", at=at, system="PARTY", citation="1-CV/TU")
    fresh = Document.rows.get(code=paper)
    assert (fresh.owner_id, fresh.book_number) == (new["btgdv-2025"], 1)
    clerk: Person = june.person("kg/btg", CLERK)
    page(clerk.client, reverse("documents:document", args=[paper]))
