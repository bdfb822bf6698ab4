"""Kiên Giang and An Giang as they stood in June 2025, laid out through commands: offices, people, work, mail, dates.

The places and their codes are facts (`july_2025.Facts`); people, addresses, work and dates are made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from phoihop.agreements import commands as agreements
from phoihop.dispatches import commands as dispatches
from phoihop.documents import commands as documents
from phoihop.ground.actor import Actor, Role
from phoihop.mail import commands as mail
from phoihop.meetings import commands as meetings
from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Expected, Obligation
from phoihop.organizations import commands as organizations
from phoihop.plans import commands as plans
from phoihop.reporting import commands as reporting
from tests.world.build import LOADER
from tests.world.cast import Person
from tests.world.july_2025 import OF_COMMUNE, OF_DISTRICT, PROVINCES, Commune, Facts
from tests.world.plans import clauses

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
AT = datetime(2025, 6, 16, 9, 0, tzinfo=ZONE)  # a Monday
BEGAN = date(2021, 1, 1)
UNTIL = datetime(2025, 7, 31, 17, 0, tzinfo=ZONE)  # of links
HEAD, OFFICER, CLERK, PRESS, KEEPER = (
    "Thủ trưởng", "Chuyên viên", "Văn thư", "Trưởng phòng Báo chí - Xuất bản", "Quản trị hệ thống",
)  # fmt: skip
WORK = (Role.DRAFTER, Role.FOCAL)
# Whose commission has agreed with whom, where the body is there.
PARTNERS = {
    "kg/btg": ("kg/so-tttt", "kg/so-yte", "kg/ubnd", "kg/so-nnptnt", "kg/vks", "kg/ta", "kg/hdnd", "kg/bao"),
    "ag/btgdv": ("ag/so-yte", "ag/so-khcn", "ag/ubnd", "ag/so-nnmt", "ag/vks", "ag/bao"),
}


@dataclass
class June:
    """Numbers and codes of what is there, by the names the tests use."""

    facts: Facts
    at: datetime = AT
    units: dict[str, int] = field(default_factory=dict)  # kg/so-yte -> number
    posts: dict[tuple[str, str], int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    feeds: dict[str, str] = field(default_factory=dict)  # whose -> address
    links: dict[str, str] = field(default_factory=dict)  # of what -> address
    agreements: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    owed: list[str] = field(default_factory=list)  # opened here, beside what topics have opened
    letters: list[str] = field(default_factory=list)
    held: str = ""  # a meeting of before
    ahead: list[str] = field(default_factory=list)  # meetings with a day to come
    between: str = ""  # owed by one commission to the other

    def person(self, ref: str, post: str = OFFICER) -> Person:
        return Person(self.accounts[_username(ref, post)], self.at, _username(ref, post))

    def actor(self, ref: str, post: str = OFFICER) -> Actor:
        return self.person(ref, post).actor_at(self.at, self.units[ref])

    def has(self, *refs: str) -> list[str]:
        return [ref for ref in refs if ref in self.units]


def build(facts: Facts) -> June:
    june = June(facts)
    _places(june)
    _offices(june)
    _presence(june)
    _mail_and_books(june)
    _agreements_and_plans(june)
    _duties(june)
    _letters(june)
    _meetings(june)
    _links_and_feeds(june)
    return june


def _username(ref: str, post: str) -> str:
    number = (HEAD, OFFICER, CLERK, PRESS, KEEPER).index(post) + 1
    return f"{ref.replace('/', '-').replace('.', '-')}-{number}"


# ── places, offices, people ─────────────────────────────────────────────────────────────────────────────────


def _places(june: June) -> None:
    organizations.create_territory(slug="vn", name="Việt Nam", level="central", by=LOADER, at=june.at)
    for slug, (name, code) in PROVINCES.items():
        _place(june, slug, name, "province", "vn", code)
    for slug, communes in june.facts.districts.items():
        _place(june, slug, communes[0].district_name, "district", communes[0].province, communes[0].district)
    for one in june.facts.communes:
        _place(june, one.slug, one.name, "commune", one.over, one.code)


def _place(june: June, slug: str, name: str, level: str, parent: str, code: str) -> None:
    organizations.create_territory(
        slug=slug, name=name, level=level, parent_slug=parent, official_code=code, by=LOADER, at=june.at
    )


def _offices(june: June) -> None:
    for slug, bodies in june.facts.bodies.items():
        for key, name, kind, over in bodies:
            _office(june, f"{slug}/{key}", f"{name} {PROVINCES[slug][0]}", kind, "province", f"{slug}/{over}")
            for post in (OFFICER, CLERK):
                _person(june, f"{slug}/{key}", post)
        _person(june, f"{slug}/tinh-uy", KEEPER)
    _person(june, "kg/so-tttt", PRESS)
    for slug, communes in june.facts.districts.items():
        for key, name, kind, over in OF_DISTRICT:
            above = f"{slug}/{over}" if over else _above(june, communes[0], key)
            _office(june, f"{slug}/{key}", f"{name} {communes[0].district_name}", kind, "district", above)
            if kind != "judicial":
                _person(june, f"{slug}/{key}", OFFICER)
    for one in june.facts.communes:
        for key, name, kind in OF_COMMUNE:
            above = f"{one.over}/{'huyen-uy' if key == 'dang-uy' else 'ubnd'}"
            _office(june, f"{one.slug}/{key}", f"{name} {one.name}", kind, "commune", above)


def _above(june: June, one: Commune, key: str) -> str:
    over = {"huyen-uy": "tinh-uy"}.get(key, key)
    return f"{one.province}/{over}"


def _office(june: June, ref: str, name: str, kind: str, level: str, over: str) -> None:
    """A unit with its head."""
    territory, _slash, key = ref.partition("/")
    june.units[ref] = organizations.create_unit(
        territory=territory, key=key, name=name, kind=kind, level=level,
        parent_id=june.units.get(over), by=LOADER, at=june.at,
    ).unit_id  # fmt: skip
    _person(june, ref, HEAD)


def _person(june: June, ref: str, post: str) -> None:
    roles = {HEAD: (Role.APPROVER,), OFFICER: WORK, CLERK: (Role.CLERK,), PRESS: WORK, KEEPER: (Role.ADMINISTRATOR,)}
    username = _username(ref, post)
    june.accounts[username] = organizations.open_account(
        username=username, full_name=f"{post} {ref}", by=LOADER, at=june.at
    ).account_id
    june.posts[ref, post] = organizations.create_post(
        unit_id=june.units[ref], title=post, is_head=post == HEAD, by=LOADER, at=june.at
    ).post_id
    for role in roles[post]:
        _seat(june, username, ref, post, role)


def _seat(june: June, username: str, ref: str, post: str, role: Role) -> None:
    organizations.seat_person(
        account_id=june.accounts[username], post_id=june.posts[ref, post], role=role, valid_from=BEGAN,
        by=LOADER, at=june.at,
    )  # fmt: skip


def _presence(june: June) -> None:
    """Deputies across the day, after it and before it; who is away; who is on duty; one person with two seats."""
    spans = {
        "kg/so-yte": (date(2025, 6, 20), date(2025, 7, 20)),
        "ag/so-yte": (date(2025, 7, 5), date(2025, 7, 25)),
        "kg/so-tttt": (date(2025, 6, 25), date(2025, 7, 4)),
        "kg/btg": (date(2025, 6, 30), date(2025, 7, 1)),
        "ag/btgdv": (date(2025, 6, 17), date(2025, 6, 30)),
    }
    spans |= {f"{slug}/ubnd": (date(2025, 6, 18), date(2025, 8, 15)) for slug in june.facts.districts}
    for ref, (first, last) in spans.items():
        organizations.name_deputy(
            post_id=june.posts[ref, HEAD], account_id=june.accounts[_username(ref, OFFICER)], kinds=["approve"],
            from_date=first, to_date=last, reason="Đi công tác", by=LOADER, at=june.at,
        )  # fmt: skip
    for ref in june.has("kg/so-yte", "ag/so-yte", "kg/btg", "kg/so-nnptnt"):
        organizations.declare_absence(
            from_date=date(2025, 6, 27), to_date=date(2025, 7, 8), reason="leave", by=june.actor(ref), at=june.at,
        )  # fmt: skip
    for ref in ("kg/so-tttt", "kg/btg", "ag/btgdv", "kg/so-yte", "ag/so-yte"):
        organizations.set_duty(
            unit_id=june.units[ref], from_date=date(2025, 6, 24), to_date=date(2025, 7, 14),
            account_ids=[june.accounts[_username(ref, CLERK)]], by=june.actor(ref, HEAD), at=june.at,
        )  # fmt: skip
    _seat(june, _username("kg/so-yte", CLERK), "kg/ubnd", CLERK, Role.CLERK)
    _seat(june, _username("kg/so-yte", CLERK), "ag/so-yte", CLERK, Role.CLERK)  # the same role in both that merge


# ── mail, books, letterheads ────────────────────────────────────────────────────────────────────────────────


def _mail_and_books(june: June) -> None:
    for ref in june.units:
        if ref.endswith(("/ta", "/vks", "/dang-uy", "/huyen-uy")) and "." in ref:
            continue
        mail.add_address(
            unit_id=june.units[ref], address=f"{ref.replace('/', '.')}@example.gov.vn", is_confirmed=True,
            owner_post_id=june.posts[ref, CLERK if (ref, CLERK) in june.posts else HEAD], by=LOADER, at=june.at,
        )  # fmt: skip
    for ref in ("kg/btg", "kg/bdv"):  # one mailbox of two that become one
        mail.add_address(
            unit_id=june.units[ref], address="tuyenvan@example.gov.vn", is_confirmed=True,
            owner_post_id=june.posts[ref, CLERK], by=LOADER, at=june.at,
        )  # fmt: skip
    for ref in ("kg/btg", "ag/btgdv"):
        for direction, type_key, first in (("OUT", "CV", date(2020, 10, 1)), ("IN", "", date(2025, 1, 1))):
            documents.open_book(
                unit_id=june.units[ref], direction=direction, system="PARTY", type_key=type_key, first_date=first,
                last_number=412, by=june.actor(ref, CLERK), at=june.at,
            )  # fmt: skip
        _letterhead(june, ref, "PARTY")
    for ref in june.has("kg/so-yte", "ag/so-yte", "kg/so-tttt", "kg/so-nnptnt"):
        for direction in ("OUT", "IN"):
            documents.open_book(
                unit_id=june.units[ref], direction=direction, system="STATE", first_date=date(2025, 1, 1),
                last_number=87, by=june.actor(ref, CLERK), at=june.at,
            )  # fmt: skip
        _letterhead(june, ref, "STATE")


def _letterhead(june: June, ref: str, system: str) -> None:
    reporting.set_letterhead(
        unit_id=june.units[ref], system=system, organ=f"Cơ quan {ref}", place="Rạch Giá", symbol="SYT",
        by=june.actor(ref, CLERK), at=june.at,
    )  # fmt: skip


# ── agreements, rounds, topics ──────────────────────────────────────────────────────────────────────────────


def _agree(june: June, lead: str, partner: str) -> None:
    recorded = agreements.record_agreement(
        parties={june.units[lead]: "LEAD", june.units[partner]: "PARTNER"}, clauses=clauses(),
        from_date=date(2021, 7, 1), to_date=date(2025, 12, 31), by=LOADER, at=june.at,
    )  # fmt: skip
    june.agreements.append(recorded.code)


def _agreements_and_plans(june: June) -> None:
    """Each commission with its partners; a round of 2025, and a topic under way with every second of them."""
    for lead, partners in PARTNERS.items():
        for partner in june.has(*partners):
            _agree(june, lead, partner)
        called = plans.call_round(
            lead_id=june.units[lead], year=2025, answer_by=date(2025, 6, 30), by=june.actor(lead), at=june.at
        )
        for code, partner in zip(called.plans, june.has(*partners), strict=True):
            told = plans.propose_topic(
                code=code, kind="issue", title=f"Vấn đề năm 2025 với {partner}", by=june.actor(partner), at=june.at
            )
            june.topics.append(told.code)
            if partner in june.has(*partners)[1::2]:
                continue
            sent = plans.select_and_notify(code=told.code, by=june.actor(partner), at=june.at)
            dispatches.acknowledge_dispatch(
                code=sent.dispatch, unit_id=june.units[lead], reservation="", version=None,
                by=june.actor(lead), at=june.at,
            )  # fmt: skip
            plans.approve_plan(code=code, note="", by=june.actor(lead, HEAD), at=june.at)
            plans.enter_phase(
                code=told.code, key="before", planned_end=date(2025, 7, 31), by=june.actor(lead), at=june.at
            )
    _agree(june, "kg/btg", "ag/btgdv")  # who will be one


# ── what is owed beside the topics ──────────────────────────────────────────────────────────────────────────


def _duties(june: June) -> None:
    """Between departments, commissions and communes: with lanes, extensions, lists, some handed in, some over."""
    openings = [*_openings(june)]
    opened = obligations.open_obligations(openings=openings, by=LOADER, at=june.at).opened
    june.owed = list(opened)
    by_origin = {row.origin: row for row in Obligation.rows.filter(code__in=opened)}
    june.between = by_origin["june/between"].code
    # Those that links and splits are about stay as they are.
    kept = {row.code for row in by_origin.values() if not row.origin.rpartition("/")[2].isdigit()}
    of = {row.code: ref for row in by_origin.values() for ref, pk in june.units.items() if pk == row.lead_id}
    for number, code in enumerate(opened):
        ref = of[code]
        doer = june.actor(ref) if (ref, OFFICER) in june.posts else None
        if doer is None or code in kept:
            continue
        if number % 5 == 1:
            obligations.request_extension(
                code=code, to_date=date(2025, 7, 25), reason="Chờ bàn giao", by=doer, at=june.at
            )
        if number % 5 in (2, 3):
            _expect(june, code, by_origin)
        if number % 5 in (3, 4) or number % 10 == 0:
            obligations.hand_in_obligation(
                code=code, statement="Đã gửi.", reference="12/BC", missing_reason="Đã gửi bản giấy",
                without_support_reason="Không cần", by=doer, at=june.at,
            )  # fmt: skip
        if number % 10 == 4:
            owner = Obligation.rows.get(code=code).entitled_id
            taker = next(one for one, pk in june.units.items() if pk == owner)
            obligations.accept_obligation(code=code, by=june.actor(taker), at=june.at)


def _expect(june: June, code: str, by_origin: dict[str, Obligation]) -> None:
    row = next(one for one in by_origin.values() if one.code == code)
    taker = next(one for one, pk in june.units.items() if pk == row.entitled_id)
    obligations.expect_documents(code=code, titles=["Danh sách hộ dân", "Bản đồ"], by=june.actor(taker), at=june.at)
    assert Expected.rows.filter(obligation=row).count() == 2


def _openings(june: June) -> Iterable[obligations.Opening]:
    day = june.at.date()
    pairs = [(lead, "ag/btgdv" if lead.startswith("ag") else "kg/btg") for lead in _working(june)]
    for number, (lead, entitled) in enumerate(pairs):
        if lead == entitled:
            continue
        supporting = [ref for ref in ("kg/so-yte", "ag/so-yte", "kg/bdv") if ref not in (lead, entitled)]
        due = day + timedelta(days=number % 40)
        yield _opening(june, f"june/{number}", lead, entitled, supporting[: number % 4], due)
    for number, one in enumerate(june.facts.communes):
        over = f"{one.over}/btg"
        yield _opening(june, f"june/xa/{one.code}", f"{one.slug}/ubnd", over, [f"{one.slug}/dang-uy"][: number % 2],
                       day + timedelta(days=number % 30))  # fmt: skip
    yield _opening(june, "june/between", "kg/btg", "ag/btgdv", ["kg/so-yte", "ag/so-yte"], day + timedelta(days=20))
    for duty in ("partner.warn", "partner.provide-documents", "partner.join-review"):
        yield _opening(june, f"june/{duty}", "kg/so-tttt", "kg/btg", (), day + timedelta(days=25), duty=duty)
        if june.has("kg/so-ldtbxh"):
            yield _opening(june, f"june/ld/{duty}", "kg/so-ldtbxh", "kg/btg", (), day + timedelta(days=25), duty=duty)


def _working(june: June) -> list[str]:
    return [ref for ref in june.units if (ref, OFFICER) in june.posts]


def _opening(
    june: June, origin: str, lead: str, entitled: str, supporting: Sequence[str], due: date, duty: str = ""
) -> obligations.Opening:
    return obligations.Opening(
        origin=origin, title=f"Báo cáo của {lead}", duty=duty or "partner.join-review", source="2025", year=2025,
        territory=lead[:2], lead_id=june.units[lead], entitled_id=june.units[entitled],
        supporting_ids=tuple(june.units[ref] for ref in supporting), rule={"on": str(due)},
    )  # fmt: skip


# ── letters, meetings, links, feeds ─────────────────────────────────────────────────────────────────────────


def _letters(june: June) -> None:
    """Answered ones, those that wait, one to two offices that become one."""
    cases = (
        ("kg/so-yte", ("kg/btg",)), ("kg/so-tttt", ("kg/btg", "kg/so-yte")), ("ag/btgdv", ("ag/so-yte", "kg/so-yte")),
        ("kg/btg", ("kg/so-tttt",)), ("ag/so-yte", ("ag/btgdv",)),
    )  # fmt: skip
    for number, (sender, to) in enumerate(cases):
        sent = dispatches.send_dispatch(
            sender_id=june.units[sender], recipient_ids=[june.units[ref] for ref in to], purpose="OPINION",
            subject=f"Xin ý kiến lần {number + 1}", body="Kính gửi.", about="", dossier="",
            by=june.actor(sender), at=june.at,
        )  # fmt: skip
        june.letters.append(sent.code)
    dispatches.acknowledge_dispatch(
        code=june.letters[0], unit_id=june.units["kg/btg"], reservation="", version=None,
        by=june.actor("kg/btg"), at=june.at,
    )  # fmt: skip


def _meetings(june: June) -> None:
    """One that is over by then, one after the day, a series across it, one that calls two who will be one."""
    june.held = _meeting(june, "kg/btg", ["kg/so-tttt", "kg/so-yte"], date(2025, 6, 19))
    june.ahead = [
        _meeting(june, "kg/btg", ["kg/so-tttt", "kg/so-yte", "kg/ubnd"], date(2025, 6, 24), "FREQ=WEEKLY;COUNT=5"),
        _meeting(june, "ag/btgdv", ["ag/so-yte", "kg/so-yte", "kg/bdv"], date(2025, 7, 10)),
        _meeting(june, "kg/so-yte", [f"{one.slug}/ubnd" for one in june.facts.communes][:40], date(2025, 7, 3)),
    ]


def _meeting(june: June, organiser: str, to: Sequence[str], day: date, repeat: str = "") -> str:
    start = datetime(day.year, day.month, day.day, 8, 0, tzinfo=ZONE)
    told = meetings.draft_meeting(
        organiser_id=june.units[organiser], title=f"Họp của {organiser} {day}", starts_at=start,
        ends_at=start + timedelta(hours=2), required_ids=[june.units[ref] for ref in to], repeat=repeat,
        place="Phòng họp số 1", by=june.actor(organiser), at=june.at,
    )  # fmt: skip
    meetings.call_meeting(code=told.code, by=june.actor(organiser), at=june.at)
    return told.code


def _links_and_feeds(june: June) -> None:
    for origin, ref in (("june/partner.warn", "kg/so-tttt"), ("june/between", "kg/btg")):
        row = Obligation.rows.get(origin=origin)
        june.links[row.code] = _link(june, "obligation.hand_in", row.code, ref)
    june.links[june.ahead[0]] = _link(june, "meeting.answer", june.ahead[0], "kg/so-yte")
    for ref, what in (("kg/btg", "unit"), ("kg/so-yte", "unit"), ("ag/so-yte", "mine"), ("kg/so-tttt", "mine")):
        opened = organizations.open_feed(
            what=what, unit_id=june.units[ref] if what == "unit" else None, by=june.actor(ref), at=june.at
        )
        june.feeds[ref] = opened.url_path


def _link(june: June, act: str, code: str, ref: str) -> str:
    return mail.issue_link(
        act=act, code=code, unit_id=june.units[ref], address=f"{ref.replace('/', '.')}@example.gov.vn", until=UNTIL,
        by=LOADER, at=june.at,
    ).url_path  # fmt: skip
