"""Expected documents: of one obligation, and in the list with its figures. A hidden title leaves this module for its
own unit only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from phoihop.documents import queries as documents
from phoihop.documents.queries import DocumentLine
from phoihop.ground.actor import Actor
from phoihop.ground.powers import may
from phoihop.obligations import states
from phoihop.obligations.models import Expected, Lane, Obligation
from phoihop.obligations.queries.board import read_key
from phoihop.obligations.queries.rows import CHUNK, ObligationRow, finished
from phoihop.organizations.queries import UnitName, unit_by_key, unit_names

ON_A_PAGE = 50
MOST_GROUPS = 50
FIGURES = ("expected", "provided", "withheld", "overdue", "open", "closed", "review", "recheck")
GROUNDS: dict[str, str | Promise] = {
    "STATE_SECRET": gettext_lazy("Bí mật nhà nước: văn bản đi theo đường riêng, ngoài hệ thống này"),
    "PERSONAL": gettext_lazy("Dữ liệu cá nhân"),
    "BUSINESS": gettext_lazy("Bí mật kinh doanh"),
    "PENDING_CASE": gettext_lazy("Vụ việc đang xem xét, chưa kết luận"),
    "NOT_FINAL": gettext_lazy("Chưa phải bản chính thức"),
    "OTHER": gettext_lazy("Căn cứ khác, ghi ở phần lý do"),
}


@dataclass(frozen=True, slots=True)
class LineRights:
    """What the reader may do with a line as it stands now."""

    provide: bool = False
    withhold: bool = False
    review: bool = False
    lift: bool = False
    drop: bool = False


@dataclass(frozen=True, slots=True)
class ExpectedValue:
    """An expected document. Of a hidden one, whoever is not of its unit gets neither title nor note nor reason."""

    id: int
    obligation_id: int
    unit: UnitName
    is_mine: bool
    title: str  # empty while it is hidden from the reader
    note: str
    is_hidden: bool
    state: str
    shown: str
    is_waiting: bool  # for the unit's approver
    document: DocumentLine | None  # as far as the reader may see it
    provided_at: datetime | None
    provided_post: str
    ground: str
    reason: str
    recheck_date: date | None
    is_recheck_due: bool
    withheld_at: datetime | None
    withheld_post: str
    reviewed_at: datetime | None
    reviewed_post: str
    version: int
    rights: LineRights


@dataclass(frozen=True, slots=True)
class ProvisionFilter:
    """What the reader asked for. `about` is a plan, a topic or another code that obligations are filed under."""

    status: str = ""  # one of FIGURES; empty and "expected" are all
    about: str = ""
    unit: str = ""  # code of the unit that shall provide
    duty: str = ""
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class ProvisionGroup:
    """The figures of one duty and one unit."""

    duty: str
    clause: str
    unit: UnitName
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ProvisionLine:
    value: ExpectedValue
    obligation: ObligationRow


@dataclass(frozen=True, slots=True)
class ProvisionPage:
    lines: tuple[ProvisionLine, ...]
    next: str  # keyset of the next page: "2021-08-02.417", empty at the end
    counts: Mapping[str, int]  # of each figure, under the other filters
    groups: tuple[ProvisionGroup, ...]  # the first MOST_GROUPS, those with overdue documents first
    units: tuple[UnitName, ...]  # that shall provide any of these
    is_cut: bool


def figure_filters(today: date) -> dict[str, Q]:
    """The one definition of each figure; expected is the sum of provided, withheld, overdue, open and closed.

    The same rule as states.shown_expected, as filters. Of the open and the overdue some wait for an approver
    ("review"); of the withheld some are to be looked at again ("recheck").
    """
    agreed = Q(state="WITHHELD", reviewed_at__isnull=False)
    pending = Q(state="WITHHELD", reviewed_at__isnull=True)
    left = Q(state="EXPECTED") | pending
    runs = left & Q(obligation__closed_at__isnull=True)
    return {
        "expected": Q(),
        "provided": Q(state="PROVIDED"),
        "withheld": agreed,
        "overdue": runs & Q(obligation__board_date__lt=today),
        "open": runs & Q(obligation__board_date__gte=today),
        "closed": left & Q(obligation__closed_at__isnull=False),
        "review": pending & ~Q(obligation__state="WAIVED"),
        "recheck": agreed & Q(recheck_date__lte=today) & ~Q(obligation__state="WAIVED"),
    }


def provision(
    actor: Actor, asked: ProvisionFilter, today: date, after: str = "", limit: int = ON_A_PAGE
) -> ProvisionPage:
    """A page of expected documents in the order of their dates, with figures by duty and unit.

    Each figure counts exactly the lines that its filter lists. Not visible: a unit that is not there.
    """
    filters = figure_filters(today)
    rows = _filtered(actor, asked)
    groups = _groups(rows, filters)
    listed = rows.filter(filters[asked.status or "expected"])
    key = read_key(after)
    if key is not None:
        later = Q(obligation__board_date__gt=key[0]) | Q(obligation__board_date=key[0], pk__gt=key[1])
        listed = listed.filter(later)
    found = list(listed.select_related("obligation").order_by("obligation__board_date", "pk")[: limit + 1])
    more = found[limit - 1] if len(found) > limit else None
    obligations = {line.obligation_id: line.obligation for line in found[:limit]}
    shown = {row.id: row for row in finished(actor, obligations.values(), today)}
    values = _values(actor, found[:limit], obligations, today)
    totals = {name: sum(group.counts[name] for group in groups) for name in FIGURES}
    ranked = sorted(groups, key=lambda group: -group.counts["overdue"])
    return ProvisionPage(
        lines=tuple(ProvisionLine(value, shown[value.obligation_id]) for value in values),
        next=f"{more.obligation.board_date.isoformat()}.{more.pk}" if more else "",
        counts=totals,
        groups=tuple(ranked[:MOST_GROUPS]),
        units=tuple(sorted({group.unit for group in groups}, key=lambda unit: unit.name)),
        is_cut=len(groups) > MOST_GROUPS,
    )


def expected_of(actor: Actor, row: Obligation, today: date) -> list[ExpectedValue]:
    """The expected documents of one obligation that the reader sees, in the order in which they were listed."""
    lines = list(Expected.rows.filter(obligation=row).order_by("pk"))
    return _values(actor, lines, {row.pk: row}, today, with_rights=True)


def documents_named(actor: Actor, codes: Sequence[str]) -> dict[str, DocumentLine]:
    """The registered documents among these codes that the reader may see."""
    named = {code for code in codes if code.startswith("VB-")}
    return documents.documents_of(actor, named) if named else {}


def documents_to_give(actor: Actor) -> list[DocumentLine]:
    """The newest registered documents of the reader's own unit, to choose one from."""
    return documents.own_documents(actor) if actor.unit_id is not None else []


def _filtered(actor: Actor, asked: ProvisionFilter) -> QuerySet[Expected]:
    obligations = Obligation.objects.visible_to(actor)
    if asked.about:
        obligations = obligations.filter(Q(source=asked.about) | Q(dossier=asked.about) | Q(code=asked.about))
    if asked.duty:
        obligations = obligations.filter(duty=asked.duty)
    if asked.clause is not None:
        obligations = obligations.filter(clause=asked.clause)
    rows = Expected.rows.filter(obligation__in=obligations)
    if asked.unit:
        _dv, _dash, rest = asked.unit.partition("-")
        territory, _dash, key = rest.partition("-")
        rows = rows.filter(unit_id=unit_by_key(actor, territory, key).id)
    return rows


def _groups(rows: QuerySet[Expected], filters: Mapping[str, Q]) -> list[ProvisionGroup]:
    """All duties and units of these lines with their figures, in one GROUP BY."""
    keys = ("obligation__duty", "obligation__clause", "unit_id")
    counted = rows.values_list(*keys).annotate(**{name: Count("pk", filter=q) for name, q in filters.items()})
    found = list(counted.order_by(*keys))
    names = unit_names({unit_id for _duty, _clause, unit_id, *_counts in found})
    return [
        ProvisionGroup(duty, clause, names[unit_id], dict(zip(filters, counts, strict=True)))
        for duty, clause, unit_id, *counts in found
    ]


def _values(
    actor: Actor,
    lines: Sequence[Expected],
    rows: Mapping[int, Obligation],
    today: date,
    *,
    with_rights: bool = False,
) -> list[ExpectedValue]:
    names = unit_names({line.unit_id for line in lines})
    seen = documents_named(actor, [line.document for line in lines])
    held = {pk: _powers(actor, row) for pk, row in rows.items()} if with_rights and lines else {}
    values = []
    for line in lines:
        row = rows[line.obligation_id]
        is_mine = line.unit_id == actor.unit_id
        is_kept = line.is_title_hidden and not is_mine
        values.append(
            ExpectedValue(
                id=line.pk,
                obligation_id=line.obligation_id,
                unit=names[line.unit_id],
                is_mine=is_mine,
                title="" if is_kept else line.title,
                note="" if is_kept else line.note,
                is_hidden=line.is_title_hidden,
                state=line.state,
                shown=states.shown_expected(
                    line.state, line.reviewed_at is not None, row.closed_at is not None, row.due_date, today
                ),
                is_waiting=line.state == "WITHHELD" and line.reviewed_at is None,
                document=seen.get(line.document),
                provided_at=line.provided_at,
                provided_post=line.provided_post,
                ground=line.ground,
                reason="" if is_kept else line.reason,
                recheck_date=line.recheck_date,
                is_recheck_due=line.reviewed_at is not None
                and line.recheck_date is not None
                and line.recheck_date <= today,
                withheld_at=line.withheld_at,
                withheld_post=line.withheld_post,
                reviewed_at=line.reviewed_at,
                reviewed_post=line.reviewed_post,
                version=line.version,
                rights=_rights(actor, row, line, held[row.pk]) if with_rights else LineRights(),
            )
        )
    return values


def _powers(actor: Actor, row: Obligation) -> frozenset[str]:
    """What the reader may do with the documents of an obligation, asked once for all its lines."""
    names = ("obligation.expect", "obligation.provide", "obligation.withhold", "obligation.review_withholding")
    return frozenset(name for name in names if row.state != "WAIVED" and may(actor, name, row))


def _rights(actor: Actor, row: Obligation, line: Expected, held: frozenset[str]) -> LineRights:
    is_mine = line.unit_id == actor.unit_id
    is_waiting = line.state == "WITHHELD" and line.reviewed_at is None
    reviews = "obligation.review_withholding" in held and is_mine
    return LineRights(
        provide=line.state == "EXPECTED" and "obligation.provide" in held,
        withhold=line.state != "PROVIDED" and not is_waiting and "obligation.withhold" in held and is_mine,
        review=is_waiting and reviews and line.withheld_account_id != actor.account_id,
        lift=line.state == "WITHHELD"
        and "obligation.withhold" in held
        and is_mine
        and (reviews or not line.is_title_hidden),
        drop=line.state == "EXPECTED"
        and "obligation.expect" in held
        and actor.unit_id in (row.entitled_id, line.listed_by_id),
    )


# ── who is party to an obligation ───────────────────────────────────────────────────────────────────────────


def parties(codes: Collection[str]) -> set[int]:
    """The units of these obligations: entitled, lead, every lane. Two queries for CHUNK codes."""
    wanted = [code for code in dict.fromkeys(codes) if code.startswith("NV-")]
    found: set[int] = set()
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        found.update(Obligation.rows.filter(code__in=some).values_list("entitled_id", flat=True))
        found.update(Lane.rows.filter(obligation__code__in=some).values_list("unit_id", flat=True))
    return found
