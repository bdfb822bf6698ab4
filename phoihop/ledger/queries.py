"""Reading the ledger: timelines, the viewer, the export."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from phoihop.ground.actor import EVERYWHERE, SYSTEM_WORDS, Actor, Role
from phoihop.ground.events import Event
from phoihop.ground.sheet import sentence
from phoihop.ledger import rules
from phoihop.ledger.models import Delivery, Entry, Heartbeat, Personal, Seal


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a reader sees it."""

    id: int
    at: datetime
    kind: str
    code: str
    dossier: str
    sentence: str
    unit_name: str
    post: str
    acting_for: str
    cause: str
    changes: tuple[tuple[str, str, str], ...]  # field, before, after
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Heard:
    """One entry as a listener hears it, its personal values put back where they have not been erased."""

    id: int
    at: datetime
    kind: str
    code: str
    dossier: str
    account_id: int | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DeadLetter:
    id: int
    listener: str
    entry_id: int
    kind: str
    code: str
    trouble: str
    attempts: int


def lines_of(
    actor: Actor, *, code: str = "", dossier: str = "", before: int | None = None, limit: int = 50
) -> list[Line]:
    """The newest entries about a thing (`code`) or a dossier. The caller has asked whether `actor` sees that thing."""
    if not (code or dossier) or actor.kind == "nobody":
        return []
    about = Q(code=code) if code else Q(dossier=dossier) | Q(code=dossier)
    rows = Entry.rows.filter(about)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return _lines(rows.order_by("-pk")[:limit])


def lines_by_ids(ids: Collection[int]) -> dict[int, Line]:
    """Entries by number, for listeners that keep numbers only. The caller has asked who may see them."""
    return {line.id: line for line in _lines(Entry.rows.filter(pk__in=ids))}


def search_lines(
    actor: Actor, *, kind: str = "", code: str = "", before: int | None = None, limit: int = 50
) -> list[Line]:
    """The viewer: an auditor reads the territories he audits, an administrator reads all; others read nothing."""
    rows = Entry.rows.all()
    if not actor.has_role({Role.ADMINISTRATOR}) and EVERYWHERE not in actor.audits:
        if not actor.has_role({Role.AUDITOR}):
            return []
        rows = rows.filter(territory__in=sorted(actor.audits))
    if kind:
        rows = rows.filter(kind=kind)
    if code:
        rows = rows.filter(Q(code=code) | Q(dossier=code))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return _lines(rows.order_by("-pk")[:limit])


def dead_letters(actor: Actor, *, limit: int = 50) -> list[DeadLetter]:
    """Deliveries that failed too often, for administrators."""
    if not actor.has_role({Role.ADMINISTRATOR}):
        return []
    rows = Delivery.rows.filter(state="DEAD").select_related("entry").order_by("-pk")[:limit]
    return [DeadLetter(r.pk, r.listener, r.entry_id, r.entry.kind, r.entry.code, r.trouble, r.attempts) for r in rows]


def backlog() -> dict[str, int]:
    """Open and dead deliveries, for the health page and `check`."""
    return {
        "waiting": Delivery.rows.filter(state__in=["WAITING", "RUNNING"]).count(),
        "dead": Delivery.rows.filter(state="DEAD").count(),
    }


def newest_at() -> datetime | None:
    """When the newest entry was written, for `check`: a clock behind it is wrong."""
    return Entry.rows.order_by("-pk").values_list("at", flat=True).first()


def newest_of(kinds: Collection[str]) -> tuple[str, datetime] | None:
    """Kind and time of the newest entry of these kinds, for what one of them begins and another ends."""
    return Entry.rows.filter(kind__in=kinds).order_by("-pk").values_list("kind", "at").first()


@dataclass(frozen=True, slots=True)
class Touch:
    """What an entry is about, for listeners that follow the ledger by number."""

    id: int
    at: datetime
    code: str
    dossier: str


def touches(after: int, gaps: Iterable[tuple[int, int]], *, limit: int = 500) -> list[Touch]:
    """Entries numbered within the gaps (both ends belong to them), then those after `after`, up to `limit` of these.

    A gap is a stretch of numbers that was missing when it was passed: a slow transaction may still bring them.
    """
    late = Q()
    for first, last in gaps:
        late |= Q(pk__range=(first, last))
    found = []
    for which in (late, Q(pk__gt=after)):
        if which:
            rows = Entry.rows.filter(which).order_by("pk")[:limit]
            found += [Touch(*values) for values in rows.values_list("pk", "at", "code", "dossier")]
    return found


def last_touch(number: int | None = None) -> Touch | None:
    """The newest entry, or the one of this number."""
    rows = Entry.rows.all() if number is None else Entry.rows.filter(pk=number)
    values = rows.order_by("-pk").values_list("pk", "at", "code", "dossier").first()
    return Touch(*values) if values else None


def say(kind: str, data: dict[str, Any]) -> str:
    """The sentence of an entry in the reader's language; the bare kind when no room says it any more."""
    words = sentence(kind)
    if words is None:
        return kind
    return str(words) % _Forgiving(data)


def export_lines() -> Iterator[str]:
    """The ledger as lines of JSON, each seal after its entries, that `rules.verify` proves offline. Seal first."""
    yield rules.canonical({"format": rules.FORMAT})
    head, entries, seals = rules.GENESIS, 0, 0
    for seal in Seal.rows.order_by("pk").iterator():
        for entry in entries_by_ids(rules.read_ranges(seal.entries)):
            entries += 1
            yield rules.canonical({"entry": as_plain(entry)})
        yield rules.canonical({"seal": {"previous": seal.previous, "entries": seal.entries, "digest": seal.digest}})
        head, seals = seal.digest, seals + 1
    yield rules.canonical({"end": {"entries": entries, "seals": seals, "head": head}})


def verify_lines(lines: Iterable[str], *, head: str = "") -> rules.Verdict:
    """Whether an export proves itself; the database is not asked."""
    return rules.verify(lines, head=head)


def verify_stored(*, head: str = "") -> rules.Verdict:
    """Whether the ledger in the database proves itself, and holds no entry that no seal knows. Seal first."""
    verdict = rules.verify(export_lines(), head=head)
    unknown = tuple(rules.Finding(f"entry {pk}", "inserted behind the seals") for pk in strangers())
    return replace(verdict, findings=verdict.findings + unknown)


def strangers() -> list[int]:
    """Entries that slipped in below the last seal without being one of its late ones: inserted by hand."""
    last = Seal.rows.order_by("-pk").first()
    if last is None:
        return []
    sealed = sum(Seal.rows.values_list("count", flat=True))
    below = Entry.rows.filter(pk__lte=last.last_id)
    late = set(rules.read_ranges(last.holes))
    if below.exclude(pk__in=late).count() == sealed:
        return []
    known: set[int] = set()
    for text in Seal.rows.values_list("entries", flat=True).iterator():
        known.update(rules.read_ranges(text))
    return [pk for pk in below.values_list("pk", flat=True).iterator() if pk not in known and pk not in late]


def entries_by_ids(numbers: list[int]) -> Iterator[Entry]:
    """The entries of these numbers in the order given; missing ones are left out."""
    for start in range(0, len(numbers), 500):
        found = Entry.rows.in_bulk(numbers[start : start + 500])
        yield from (found[n] for n in numbers[start : start + 500] if n in found)


def as_plain(entry: Entry) -> dict[str, Any]:
    """What the chain covers of an entry."""
    return {
        "id": entry.pk,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": entry.kind,
        "code": entry.code,
        "dossier": entry.dossier,
        "territory": entry.territory,
        "actor_kind": entry.actor_kind,
        "actor_name": entry.actor_name,
        "account_id": entry.account_id,
        "unit_id": entry.unit_id,
        "unit_name": entry.unit_name,
        "post": entry.post,
        "acting_for": entry.acting_for,
        "cause": entry.cause,
        "request_id": entry.request_id,
        "data": entry.data,
    }


def heard(entry_id: int) -> Heard:
    """What a listener is given of an entry."""
    entry = Entry.rows.get(pk=entry_id)
    data = _with_personal([entry])[entry.pk]
    return Heard(entry.pk, entry.at, entry.kind, entry.code, entry.dossier, entry.account_id, data)


def event_of(entry: Heard, kind: type[Event]) -> Event:
    """The event as it was told; lists were tuples."""
    values: dict[str, Any] = {}
    for name in (f.name for f in fields(kind) if f.name in entry.data):
        values[name] = tuple(entry.data[name]) if isinstance(entry.data[name], list) else entry.data[name]
    return kind(**values)


def _lines(rows: Iterable[Entry]) -> list[Line]:
    entries = list(rows)
    data = _with_personal(entries)
    return [
        Line(
            id=e.pk,
            at=e.at,
            kind=e.kind,
            code=e.code,
            dossier=e.dossier,
            sentence=say(e.kind, data[e.pk]),
            unit_name=e.unit_name or str(SYSTEM_WORDS.get(e.actor_name, e.actor_name)),
            post=e.post,
            acting_for=e.acting_for,
            cause=e.cause,
            changes=tuple((name, _text(a), _text(b)) for name, (a, b) in data[e.pk].get("changes", {}).items()),
            data=data[e.pk],
        )
        for e in entries
    ]


def _with_personal(entries: list[Entry]) -> dict[int, dict[str, Any]]:
    data: dict[int, dict[str, Any]] = {e.pk: json.loads(e.data) for e in entries}
    kept = {(p.entry_id, p.field): p.value for p in Personal.rows.filter(entry_id__in=list(data))}
    erased = _("(đã xóa theo yêu cầu)")
    for number, values in data.items():
        for name, value in values.items():
            if rules.is_salted(value):
                values[name] = kept.get((number, name), erased)
        for name, pair in values.get("changes", {}).items():
            for place, value in enumerate(pair):
                if rules.is_salted(value):
                    pair[place] = kept.get((number, rules.change_field(name, place)), erased)
    return data


def _text(value: Any) -> str:
    return "" if value is None else str(value)


class _Forgiving(dict[str, Any]):
    """A sentence may name a field that older entries lack."""

    def __missing__(self, key: str) -> str:
        return "…"


# ── how the queue, the seals and the processes stand; each look is bounded, however long the queue is ────────────

MOST_COUNTED = 5000  # rows of one state that are counted; more are told as so many


@dataclass(frozen=True, slots=True)
class QueueLine:
    """What one listener has not heard yet. `oldest_seconds` is how long the first of it is due."""

    listener: str
    waiting: int
    oldest_seconds: float


@dataclass(frozen=True, slots=True)
class Beat:
    """A kind of process on a node, and when it last said that it lives."""

    node: str
    kind: str
    version: str
    started_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class LedgerWatch:
    """`unsealed_seconds` is the age of the oldest entry that no seal covers yet; 0 when all are."""

    queue: tuple[QueueLine, ...]
    dead: int
    newest_id: int
    sealed_at: datetime | None
    unsealed_seconds: float
    beats: tuple[Beat, ...]


def watched(at: datetime) -> LedgerWatch:
    """The numbers of this room for whoever watches the house; nobody's data."""
    entry, seal = Entry.rows.order_by("-pk").first(), Seal.rows.order_by("-pk").first()
    sealed = seal.last_id if seal else 0
    first = Entry.rows.filter(pk__gt=sealed).order_by("pk").values_list("at", flat=True).first()
    beats = Heartbeat.rows.order_by("node", "kind").values_list("node", "kind", "version", "started_at", "seen_at")
    return LedgerWatch(
        queue=_queue(at),
        dead=Delivery.rows.filter(state="DEAD")[:MOST_COUNTED].count(),
        newest_id=entry.pk if entry else 0,
        sealed_at=seal.sealed_at if seal else None,
        unsealed_seconds=max(0.0, (at - first).total_seconds()) if first else 0.0,
        beats=tuple(Beat(*values) for values in beats),
    )


def _queue(at: datetime) -> tuple[QueueLine, ...]:
    found: dict[str, QueueLine] = {}
    for state in ("WAITING", "RUNNING"):  # one by one: each is read in the order of its index
        rows = Delivery.rows.filter(state=state).order_by("due_at")[:MOST_COUNTED]
        for listener, due in rows.values_list("listener", "due_at"):
            line = found.get(listener, QueueLine(listener, 0, 0.0))
            age = max(line.oldest_seconds, (at - due).total_seconds())
            found[listener] = replace(line, waiting=line.waiting + 1, oldest_seconds=age)
    return tuple(found[name] for name in sorted(found))


def told_since(kinds: Iterable[str], since: datetime, *, most: int = 1000) -> dict[str, int]:
    """How often each of these kinds was told since then, among the newest `most` of each."""
    counts = {}
    for kind in kinds:
        times = Entry.rows.filter(kind=kind).order_by("-pk").values_list("at", flat=True)[:most]
        counts[kind] = sum(at >= since for at in times)
    return counts


def entry_age(number: int, at: datetime) -> float:
    """Seconds since the first entry after this number was told; 0 when there is none."""
    first = Entry.rows.filter(pk__gt=number).order_by("pk").values_list("at", flat=True).first()
    return max(0.0, (at - first).total_seconds()) if first else 0.0
