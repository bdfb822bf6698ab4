"""Builds the synthetic country: bodies through the rooms' commands, what comes out is what people could have made."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from phoihop.agreements import commands as agreements
from phoihop.agreements.queries import ClauseText, DutyText
from phoihop.ground.actor import Actor, Role
from phoihop.obligations import commands as obligations
from phoihop.obligations import queries as obligation_queries
from phoihop.organizations import commands as organizations
from phoihop.organizations import queries as units
from phoihop.plans import commands as plans
from phoihop.plans import queries as plan_queries
from phoihop.site.country.journal import Journal
from phoihop.site.country.order import COMMUNE_VARIANTS, Turn, turns
from phoihop.site.country.papers import papers_of_topic
from phoihop.site.country.places import Body, bodies
from phoihop.site.country.whole import Making

BUILDER = Actor.system("sample-builder")
LOADER = Actor.system("loader")
YEAR = 2026
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(YEAR, 6, 15, 8, 0, tzinfo=ZONE)  # a Monday; half of the year lies behind
TOPICS_AT_SCALE_1 = 4700
PLANS_AT_SCALE_1 = 800

# The duties of every agreement: about twelve obligations a topic and eleven a plan, as DESIGN section 6 counts them.
CLAUSES: tuple[tuple[str, str, str, dict[str, object]], ...] = (
    ("3.1", "partner.select-topics", "Chọn vấn đề phối hợp mỗi năm", {"each": "year", "on": "01-31"}),
    (
        "3.2",
        "partner.notify-topics",
        "Báo cho cơ quan chủ trì các vấn đề đã chọn",
        {"after": "topic.selected", "working_days": 5},
    ),
    (
        "4.1",
        "partner.provide-documents",
        "Gửi đủ tài liệu của vấn đề",
        {"after": "phase.entered", "working_days": 5, "phases": ["before", "during"]},
    ),
    (
        "5.1",
        "lead.appraise",
        "Thẩm định, đánh giá tác động và dự báo",
        {"after": "phase.entered", "working_days": 10, "phases": ["before"]},
    ),
    (
        "5.2",
        "lead.plan-communication",
        "Lập kế hoạch thông tin",
        {"after": "lead.appraise.accepted", "working_days": 10, "phases": ["during"]},
    ),
    ("5.3", "lead.listen", "Lắng nghe người dân", {"each": "month", "working_day": 3}),
    (
        "5.4",
        "lead.inform",
        "Thông tin bằng nhiều kênh",
        {"before": "phase.end", "working_days": 5, "phases": ["during", "after"]},
    ),
    (
        "6.1",
        "partner.review",
        "Cùng sơ kết và rút bài học",
        {"before": "phase.end", "working_days": 10, "phases": ["after"]},
    ),
    (
        "6.2",
        "lead.review",
        "Sơ kết, tổng kết",
        {"after": "phase.end", "working_days": 10, "phases": ["during", "after"]},
    ),
)
MATTERS = (
    "phòng, chống dịch bệnh",
    "giải phóng mặt bằng",
    "khai thác hải sản đúng quy định",
    "chuyển đổi số",
    "nước sạch nông thôn",
    "an toàn giao thông",
    "bảo tồn di tích",
    "thu gom rác thải",
    "chỉ tiêu kinh tế - xã hội",
    "sắp xếp bộ máy",
    "xây dựng nông thôn mới",
    "phiên xét xử được chú ý",
    "an toàn thực phẩm",
    "tuyển sinh đầu cấp",
    "hạn mặn",
    "sạt lở bờ sông",
    "cải cách thủ tục hành chính",
    "bảo hiểm y tế",
    "du lịch cộng đồng",
    "phòng cháy, chữa cháy",
)
DOINGS = (
    "Thông tin về",
    "Vận động người dân trong việc",
    "Giải đáp thắc mắc về",
    "Phối hợp xử lý việc",
    "Công bố kết quả",
)
KINDS = ("scheme", "project", "programme", "resolution", "issue", "case")


@dataclass(frozen=True, slots=True)
class Built:
    """What was made."""

    bodies: int = 0
    units: int = 0
    plans: int = 0
    topics: int = 0
    obligations: int = 0
    documents: int = 0

    def __add__(self, other: Built) -> Built:
        return Built(
            self.bodies + other.bodies,
            self.units + other.units,
            self.plans + other.plans,
            self.topics + other.topics,
            self.obligations + other.obligations,
            self.documents + other.documents,
        )


def build(
    scale: float,
    seed: int,
    progress: Callable[[int, int], None],
    *,
    by_commands: bool = False,
    variants: int = COMMUNE_VARIANTS,
) -> Built:
    """Makes the bodies of the scale, a transaction each; what was begun with the same order goes on.

    The same seed makes the same rows, stamped or not (decision 0029): the commands make two bodies of each variant, or
    with `by_commands` all. Refused (learning.Unlike): rows that cannot be stamped.
    """
    order = {"scale": scale, "seed": seed, "variants": variants}
    journal = Journal.opened(order)
    if journal is None or is_empty():
        journal = Journal.begun(order)
    if is_empty():
        with transaction.atomic():
            organizations.create_territory(slug="vn", name="Việt Nam", level="central", by=LOADER, at=NOW)
            _auditor("vn", "kiem-tra-tw", "Cơ quan kiểm tra trung ương", "kiemtra.vn")

    def make(turn: Turn) -> dict[str, int]:
        chance = random.Random(f"{seed}/{turn.variant}")
        return asdict(_Making(turn.body, chance, f"{seed}/{turn.variant}").run())

    made = Making(turns(scale, variants), make, progress, by_commands, journal).run()
    return sum((Built(**counts) for counts in made), Built())


def can_go_on(scale: float, seed: int) -> bool:
    """Whether the database holds the beginning of just this country."""
    return Journal.opened({"scale": scale, "seed": seed, "variants": COMMUNE_VARIANTS}) is not None


def topics_per_plan(plans: int, chance: random.Random) -> list[int]:
    """5, 6 or 7 topics a plan; over the whole of scale 1 exactly 4,700, for each body has its just share."""
    total = round(TOPICS_AT_SCALE_1 * plans / PLANS_AT_SCALE_1)
    quotas = [total * (n + 1) // plans - total * n // plans for n in range(plans)]
    for one, other in zip(range(0, plans - 1, 2), range(1, plans, 2), strict=False):
        if chance.random() < 0.5:
            quotas[one], quotas[other] = quotas[one] + 1, quotas[other] - 1
    return quotas


def _auditor(territory: str, key: str, name: str, username: str) -> None:
    made = organizations.create_unit(
        territory=territory,
        key=key,
        name=name,
        kind="party_commission",
        level="central" if territory == "vn" else "province",
        is_illustration=True,
        by=LOADER,
        at=NOW,
    )
    _seat(made.unit_id, "Kiểm tra viên", username, [Role.AUDITOR])


def _seat(unit_id: int, title: str, username: str, roles: list[Role], *, is_head: bool = False) -> None:
    post = organizations.create_post(unit_id=unit_id, title=title, is_head=is_head, by=LOADER, at=NOW)
    opened = organizations.open_account(username=username, full_name=f"Cán bộ {username}", by=LOADER, at=NOW)
    for role in roles:
        organizations.seat_person(
            account_id=opened.account_id,
            post_id=post.post_id,
            role=role,
            valid_from=date(YEAR, 1, 1),
            by=LOADER,
            at=NOW,
        )


@dataclass
class _Making:
    """One body: its units and people, its agreements, its year."""

    body: Body
    chance: random.Random
    key: str  # of the chance: bodies of one variant have the same

    def run(self) -> Built:
        lead_id, partners = self._units()
        self._agreements(lead_id, partners)
        called_at = datetime(YEAR, 1, 5, 8, 0, tzinfo=ZONE)
        plans.call_round(lead_id=lead_id, year=YEAR, answer_by=None, is_illustration=True, by=BUILDER, at=called_at)
        made = plan_queries.recorded_plans(BUILDER, lead_id, YEAR)
        quotas = topics_per_plan(len(made), self.chance)
        topics = sum(self._plan(plan, quota) for plan, quota in zip(made, quotas, strict=True))
        owed = sum(self._work(plan.code) for plan in made)
        papers = sum(self._papers(lead_id, number, plan.id) for number, plan in enumerate(made))
        return Built(1, 1 + len(partners), len(made), topics, owed, papers)

    def _units(self) -> tuple[int, list[int]]:
        body = self.body
        organizations.create_territory(
            slug=body.territory,
            name=body.name,
            level=body.level,
            parent_slug=body.parent,
            official_code=body.code,
            by=LOADER,
            at=NOW,
        )
        if body.level == "province":
            _auditor(body.territory, "ubkt", f"Ủy ban Kiểm tra {body.name}", f"kiemtra.{body.territory}")
        key, name = body.lead
        lead_id = self._unit(key, name, "party_commission")
        _seat(lead_id, "Trưởng ban", f"truong.{body.territory}", [Role.APPROVER], is_head=True)
        _seat(lead_id, "Chuyên viên", f"cv.{body.territory}", [Role.DRAFTER, Role.FOCAL])
        partners = []
        for key, name, kind in body.partners:
            partner_id = self._unit(key, body.partner_name(name), kind)
            _seat(partner_id, "Cán bộ đầu mối", f"{key}.{body.territory}", [Role.FOCAL])
            partners.append(partner_id)
        return lead_id, partners

    def _unit(self, key: str, name: str, kind: str) -> int:
        return organizations.create_unit(
            territory=self.body.territory,
            key=key,
            name=name,
            kind=kind,
            level=self.body.level,
            is_illustration=True,
            by=LOADER,
            at=NOW,
        ).unit_id

    def _agreements(self, lead_id: int, partners: list[int]) -> None:
        clauses = [
            ClauseText(ref=ref, text=text, duties=(DutyText(key=key, text=text, rule=dict(rule)),))
            for ref, key, text, rule in CLAUSES
        ]
        for partner_id in partners:
            agreements.record_agreement(
                parties={lead_id: "LEAD", partner_id: "PARTNER"},
                from_date=date(YEAR, 1, 1),
                to_date=date(YEAR + 4, 12, 31),
                clauses=clauses,
                is_illustration=True,
                by=LOADER,
                at=NOW,
            )

    def _plan(self, plan: plan_queries.RecordedPlan, quota: int) -> int:
        """The plan's topics, each somewhere in its year: phases behind it closed, the running one planned."""
        for number in range(quota):
            chosen = date(YEAR, 1, 6) + timedelta(days=self.chance.randrange(90))
            matter = self.chance.choice(MATTERS)
            told = plans.record_past_topic(
                plan_id=plan.id,
                kind=self.chance.choice(KINDS),
                title=f"{self.chance.choice(DOINGS)} {matter} tại {self.body.name}, đợt {number + 1}",
                selected=chosen,
                acknowledged=chosen + timedelta(days=self.chance.randrange(2, 9)),
                phases=self._phases(chosen),
                is_illustration=True,
                by=BUILDER,
                at=NOW,
            )
            if told is None:
                raise RuntimeError(f"{plan.code}: two topics of the same name")
        return quota

    def _phases(self, chosen: date) -> dict[str, tuple[date | None, date | None]]:
        """Phase to (entered, planned or real end)."""
        before = chosen + timedelta(days=self.chance.randrange(5, 15))
        during = before + timedelta(days=self.chance.randrange(30, 70))
        after = during + timedelta(days=self.chance.randrange(60, 120))
        end = after + timedelta(days=self.chance.randrange(20, 40))
        today = NOW.date()
        return {
            "before": (before, during),
            "during": (during if during <= today else None, after),
            "after": (after if after <= today else None, end),
        }

    def _work(self, source: str) -> int:
        """What was due by now is mostly kept, some late, some not; a few of what comes is begun or handed in."""
        rows = obligation_queries.rows_of(BUILDER, source=source, today=NOW.date())
        for row in rows:
            if row.due_date is None or row.state in ("ACCEPTED", "WAIVED"):
                continue
            fate = self.chance.random()
            if row.due_date <= NOW.date():
                self._past(row, fate)
            elif fate < 0.1:
                self._hand_in(row, NOW)
            elif fate < 0.3 and row.state == "OPEN":
                obligations.start_obligation(code=row.code, by=BUILDER, at=NOW)
        return len(rows)

    def _papers(self, lead_id: int, number: int, plan_id: int) -> int:
        """A generator of its own: what the rest of the country is does not change with the number of papers."""
        chance = random.Random(f"papers/{self.key}/{number}")
        return sum(
            papers_of_topic(
                topic=topic,
                place=self.body.name,
                partner_id=partner_id,
                partner=units.unit_names([partner_id])[partner_id].name,
                lead_id=lead_id,
                chance=chance,
                by=BUILDER,
                now=NOW,
            )
            for topic, partner_id in plan_queries.topics_to_fill(plan_id)
        )

    def _past(self, row: obligation_queries.ObligationRow, fate: float) -> None:
        if row.due_date is None:
            raise ValueError(row.code)
        days = self.chance.randrange(0, 12) if fate < 0.8 else -self.chance.randrange(1, 20)
        when = min(datetime.combine(row.due_date - timedelta(days=days), time(10), tzinfo=ZONE), NOW)
        if fate < 0.88:
            self._hand_in(row, when)
            if fate < 0.84:
                obligations.accept_obligation(code=row.code, by=BUILDER, at=min(when + timedelta(days=1), NOW))
        elif fate < 0.9:
            obligations.waive_obligation(code=row.code, reason="Không còn cần thiết", by=BUILDER, at=when)

    def _hand_in(self, row: obligation_queries.ObligationRow, when: datetime) -> None:
        if row.state == "HANDED_IN":
            return
        obligations.hand_in_obligation(
            code=row.code,
            statement="Đã thực hiện theo quy chế.",
            reference=f"{self.chance.randrange(1, 900):02}/BC-{row.lead_id}",
            missing_reason="Văn bản đã gửi bằng bản giấy.",
            by=BUILDER,
            at=when,
        )


def names() -> dict[str, str]:
    """Which account of the sample sees what, for the benchmarks: lead officer, head, partner, auditor."""
    place = next(bodies(0))
    return {
        "lead": f"cv.{place.territory}",
        "head": f"truong.{place.territory}",
        "partner": f"{place.partners[0][0]}.{place.territory}",
        "auditor": f"kiemtra.{place.territory}",
    }


def is_empty() -> bool:
    """Whether the database holds nothing yet: the country is never built beside real work."""
    return not units.territories()
