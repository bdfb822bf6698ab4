"""Reading mandates: the chain, one instrument, who has confirmed it, where a citation leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from phoihop.agreements import rules
from phoihop.agreements.models import Agreement, Mandate, Spread
from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotVisible, may, why
from phoihop.organizations.queries import UnitName, unit_names

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class MandateLine:
    """An instrument in the chain; `depth` is its place under what it carries out or has replaced it."""

    id: int
    code: str
    number: str
    kind: str
    issuer: str
    issued_date: date | None
    subject: str
    state: str
    supersedes: str
    implements: str
    superseded_by: str  # the number of its direct successor
    leads_to: str  # the code of the last successor, "" when it is itself the last
    leads_to_number: str
    depth: int
    asked: int
    confirmed: int
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class SpreadLine:
    unit_id: int
    unit: str
    asked_by: str
    due_date: date
    confirmed_at: datetime | None
    confirmed_post: str
    note: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class MandateView:
    """All that an instrument's page shows."""

    line: MandateLine
    effective_from: date | None
    effective_to: date | None
    version: int
    chain: tuple[MandateLine, ...]  # its own family: what it stands on and what stands on it
    spread: tuple[SpreadLine, ...]
    agreements: tuple[tuple[str, str], ...]  # code and title, of those the reader sees
    may_record: bool
    may_spread: bool
    may_confirm: bool
    why: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a citation names: the instruments of that number, each with where it leads today."""

    said: str
    found: tuple[MandateLine, ...]


def mandate_chain(actor: Actor) -> list[MandateLine]:
    """All instruments as a forest: under each the ones that carry it out and the one it replaced; newest first."""
    return _chain(list(Mandate.objects.visible_to(actor).order_by("-issued_date", "-pk")[:MOST_SHOWN]))


def mandate_value(actor: Actor, code: str) -> MandateLine:
    return _found(_chain(list(Mandate.objects.visible_to(actor))), code)


def mandates_by_number(actor: Actor, number: str) -> list[MandateLine]:
    """The instruments of that number, however it is written."""
    key = rules.citation_key(number)
    return [line for line in _all(actor) if rules.citation_key(line.number) == key]


def mandate_view(actor: Actor, code: str) -> MandateView:
    """The page of one instrument. Not visible when there is none."""
    row = Mandate.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    everything = _all(actor)
    line = _found(everything, code)
    spread = list(Spread.rows.filter(mandate_id=row.pk).order_by("due_date", "pk"))
    names = unit_names([s.unit_id for s in spread] + [s.asked_by_id for s in spread])
    cited = Agreement.objects.visible_to(actor).filter(mandate_id=row.pk).order_by("-pk")
    mine = next((s for s in spread if s.unit_id == actor.unit_id), None)
    return MandateView(
        line=line,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        version=row.version,
        chain=tuple(_family(everything, line)),
        spread=tuple(_spread_line(s, names, actor) for s in spread),
        agreements=tuple(cited.values_list("code", "title")[:50]),
        may_record=may(actor, "mandate.record", unit_id=actor.unit_id),
        may_spread=row.state == "IN_FORCE" and may(actor, "mandate.spread", unit_id=actor.unit_id),
        may_confirm=mine is not None and mine.confirmed_at is None and may(actor, "mandate.confirm", row),
        why=why(actor, row),
    )


def resolve_citations(actor: Actor, text: str) -> list[Resolved]:
    """The instruments a text cites (221-QĐ/TW, 238-QĐTW, "Quy chế số 238", a bare 238); unknown ones find nothing."""
    cited = list(rules.citations(text))
    if not cited and (number := rules.cited_number(text)):
        cited = [rules.Citation(text.strip(), number)]
    if not cited:
        return []
    everything = _all(actor)
    answer = []
    for citation in cited:
        found = [
            line
            for line in everything
            if (rules.citation_key(line.number) == citation.key)
            or (not citation.key and rules.leading_number(line.number) == citation.number)
        ]
        answer.append(Resolved(citation.said, tuple(found)))
    return answer


def mandates_to_choose(actor: Actor, *, only_in_force: bool = False) -> list[tuple[int, str]]:
    """For the choices of a form: id and number with issuer's subject, newest first."""
    rows = Mandate.objects.visible_to(actor).order_by("-issued_date", "-pk")
    if only_in_force:
        rows = rows.filter(state="IN_FORCE")
    lines = rows.values_list("pk", "number", "subject")[:MOST_SHOWN]
    return [(pk, f"{number} – {subject}" if subject else number) for pk, number, subject in lines]


def units_told(code: str) -> set[int]:
    """The units that have been asked to confirm an instrument."""
    return set(Spread.rows.filter(mandate__code=code).values_list("unit_id", flat=True))


# ── for notices ─────────────────────────────────────────────────────────────────────────────────────────────


def mandate_row(code: str) -> Mandate:
    return Mandate.rows.get(code=code)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _all(actor: Actor) -> list[MandateLine]:
    return _chain(list(Mandate.objects.visible_to(actor).order_by("-issued_date", "-pk")))


def _found(lines: Iterable[MandateLine], code: str) -> MandateLine:
    for line in lines:
        if line.code == code:
            return line
    raise NotVisible


def _chain(rows: list[Mandate]) -> list[MandateLine]:
    by_id = {row.pk: row for row in rows}
    successor_of = {row.supersedes_id: row.pk for row in rows if row.supersedes_id}
    counts = {
        row["mandate_id"]: (row["asked"], row["confirmed"])
        for row in Spread.rows.filter(mandate_id__in=list(by_id))
        .values("mandate_id")
        .annotate(asked=Count("pk"), confirmed=Count("pk", filter=Q(confirmed_at__isnull=False)))
    }
    names = unit_names(row.issuer_id for row in rows)
    under: dict[int | None, list[Mandate]] = {}
    for row in rows:
        above = row.implements_id if row.implements_id in by_id else successor_of.get(row.pk)
        under.setdefault(above, []).append(row)
    lines: list[MandateLine] = []
    waiting = [(row, 0) for row in reversed(under.get(None, []))]
    while waiting:
        row, depth = waiting.pop()
        lines.append(_line(row, depth, by_id, successor_of, names, counts.get(row.pk, (0, 0))))
        waiting += [(child, depth + 1) for child in reversed(under.get(row.pk, []))]
    return lines


def _line(
    row: Mandate,
    depth: int,
    by_id: dict[int, Mandate],
    successor_of: dict[int, int],
    names: dict[int, UnitName],
    counts: tuple[int, int],
) -> MandateLine:
    def number(pk: int | None) -> str:
        return by_id[pk].number if pk in by_id else ""

    last = rules.last_successor(successor_of, row.pk)
    return MandateLine(
        id=row.pk,
        code=row.code,
        number=row.number,
        kind=row.kind,
        issuer=names[row.issuer_id].name,
        issued_date=row.issued_date,
        subject=row.subject,
        state=row.state,
        supersedes=number(row.supersedes_id),
        implements=number(row.implements_id),
        superseded_by=number(successor_of.get(row.pk)),
        leads_to=by_id[last].code if last != row.pk else "",
        leads_to_number=number(last) if last != row.pk else "",
        depth=depth,
        asked=counts[0],
        confirmed=counts[1],
        is_illustration=row.is_illustration,
    )


def _family(lines: list[MandateLine], of: MandateLine) -> list[MandateLine]:
    """The tree of the chain in which `of` stands."""
    start, found = 0, False
    for place, line in enumerate(lines):
        if line.depth == 0:
            if found:
                return lines[start:place]
            start = place
        found = found or line.code == of.code
    return lines[start:]


def _spread_line(row: Spread, names: dict[int, UnitName], actor: Actor) -> SpreadLine:
    return SpreadLine(
        unit_id=row.unit_id,
        unit=names[row.unit_id].name,
        asked_by=names[row.asked_by_id].name,
        due_date=row.due_date,
        confirmed_at=row.confirmed_at,
        confirmed_post=row.confirmed_post,
        note=row.note,
        is_mine=row.unit_id == actor.unit_id,
    )
