"""Writing the ledger, sealing it, and running its queue."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, command, tell
from phoihop.ground.events import Event
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.sheet import keep_of, works_on
from phoihop.ground.text import nfc
from phoihop.ground.watch import happened, is_noted, step
from phoihop.ledger import outside, rules, states
from phoihop.ledger.events import DeliveryRetried, PersonalErased, RecordRestored
from phoihop.ledger.models import Delivery, Entry, Heartbeat, Personal, Seal
from phoihop.ledger.queries import Heard, as_plain, entries_by_ids, event_of, heard

log = logging.getLogger(__name__)
request_id: ContextVar[str] = ContextVar("request_id", default="")

SEAL_BATCH = 5000
RESTORED = "SAO-LUU"  # the code of what is about the whole record
HOLES_LAST = timedelta(hours=1)  # an act under way may still bring a number that was passed over; none takes so long


@dataclass(frozen=True)
class Listener:
    """Hears entries of the kinds it wants, once each, in a transaction of its own; hearing twice must be harmless.

    One that is long takes its own transactions: nobody waits for the database while it reads or draws.
    """

    name: str
    wants: Callable[[str], bool]
    hear: Callable[..., None]
    is_long: bool = False


_listeners: dict[str, Listener] = {}


def add_listener(listener: Listener) -> None:
    _listeners[listener.name] = listener


def record(events: Sequence[Event], *, changes: dict[str, tuple[Any, Any]], by: Actor, at: datetime) -> None:
    """Writes the entries and their deliveries in the transaction of the act. Called by `tell` and `tell_all` alone;
    `changes` are those of the one event that has some."""
    apart: list[list[tuple[str, str, str]]] = []
    entries = []
    for event in events:
        plain = {name: _plain(value) for name, value in event.plain().items()}
        if changes:
            plain["changes"] = {name: [_plain(old), _plain(new)] for name, (old, new) in changes.items()}
        apart.append(_set_apart(plain, keep_of(type(event)).personal))
        entries.append(_entry(event, rules.canonical(plain), by, at))
    Entry.rows.bulk_create(entries)
    Personal.rows.bulk_create(
        Personal(entry=entry, field=field, salt=salt, value=value)
        for entry, kept in zip(entries, apart, strict=True)
        for field, salt, value in kept
    )
    wanted = {
        kind: [listener.name for listener in _listeners.values() if listener.wants(kind)]
        for kind in {entry.kind for entry in entries}
    }
    Delivery.rows.bulk_create(
        Delivery(entry=entry, listener=name, due_at=at) for entry in entries for name in wanted[entry.kind]
    )
    if is_noted():
        kinds = [entry.kind for entry in entries]
        transaction.on_commit(lambda: happened(kinds))


def _entry(event: Event, data: str, by: Actor, at: datetime) -> Entry:
    return Entry(
        at=at,
        kind=event.kind(),
        code=event.code,
        dossier=event.dossier,
        territory=event.territory(),
        actor_kind=by.kind,
        actor_name="" if by.is_person else by.name,
        account_id=by.account_id,
        unit_id=by.unit_id,
        unit_name=by.unit_name,
        post=by.post,
        acting_for=by.acting_for,
        cause=" > ".join(by.cause)[:500],
        request_id=request_id.get(),
        data=data,
    )


def tick(*, by: Actor, at: datetime) -> int:
    """Opens a new year's part of a ledger that is parted by year; gives how many years were opened. Not recorded: it
    changes where rows will lie, and nothing in them."""
    return int(outside.open_year(local_date(at).year))


def seal(*, at: datetime) -> int:
    """Chains every entry no seal covers yet; returns how many. Safe to run twice at once: one of the two wins."""
    sealed = 0
    while True:
        try:
            with transaction.atomic():
                count = _seal_batch(at)
        except IntegrityError:  # another sealer took the same link: it has done this batch
            continue
        sealed += count
        if count < SEAL_BATCH:
            return sealed


def _seal_batch(at: datetime) -> int:
    last = Seal.rows.order_by("-pk").first()
    last_id = last.last_id if last else 0
    holes = set(rules.read_ranges(last.holes)) if last else set()
    late = [entry.pk for entry in entries_by_ids(sorted(holes))]
    new = list(Entry.rows.filter(pk__gt=last_id).order_by("pk").values_list("pk", flat=True)[:SEAL_BATCH])
    numbers = late + new
    if not numbers:
        return 0
    top = max(last_id, numbers[-1])
    # At the turn of a year numbers jump far, and whoever sees one of the new year has seen all of the old.
    passed = range(max(last_id + 1, rules.first_number(rules.year_of(top))), top + 1)
    holes = (holes | set(passed)) - set(numbers)
    before = Seal.rows.filter(sealed_at__lte=at - HOLES_LAST).order_by("-pk").values_list("last_id", flat=True)
    over = before.first() or 0
    previous = last.digest if last else rules.GENESIS
    digest = rules.seal_digest(previous, [(e.pk, rules.digest_of(as_plain(e))) for e in entries_by_ids(numbers)])
    Seal.rows.create(
        entries=rules.write_ranges(numbers),
        holes=rules.write_ranges(sorted(hole for hole in holes if hole > over)),
        count=len(numbers),
        last_id=top,
        previous=previous,
        digest=digest,
        sealed_at=at,
    )
    return len(numbers)


def deliver(*, at: Callable[[], datetime], limit: int = 200) -> int:
    """Takes up to `limit` open deliveries and lets their listeners hear them; returns how many were taken.

    A delivery is claimed by conditional UPDATE with a lease, so several listeners' processes may run at once and a
    killed one loses nothing. A listener that raises is tried again later, then becomes a dead letter.
    """
    taken = 0
    is_new = Q(state="WAITING", attempts=0)  # due whatever time its act was given
    open_rows = Delivery.rows.filter(state__in=["WAITING", "RUNNING"]).filter(is_new | Q(due_at__lte=at()))
    for row in list(open_rows.order_by("due_at", "pk")[:limit]):
        lease = at() + timedelta(seconds=states.LEASE_SECONDS)
        claim = Delivery.rows.filter(pk=row.pk, state=row.state, due_at=row.due_at, attempts=row.attempts)
        if row.attempts >= states.MOST_ATTEMPTS:  # each time the listener's process died of it
            claim.update(state="DEAD", trouble=_("Lần nào cũng dừng giữa chừng, không để lại lỗi."))
        elif claim.update(state="RUNNING", due_at=lease, attempts=F("attempts") + 1) == 1:
            taken += 1
            _hear(row, lease, at())
    return taken


def _hear(row: Delivery, lease: datetime, at: datetime) -> None:
    mine = Delivery.rows.filter(pk=row.pk, state="RUNNING", due_at=lease)
    number = Entry.rows.filter(pk=row.entry_id).values_list("request_id", flat=True).first() or ""
    token = request_id.set(number)  # log lines and entries that follow are of the request that caused them
    try:
        with step("listener", row.listener, caused_by=number, entry=f"SC-{row.entry_id}"):
            _listen(row, mine, at)
    except Exception as trouble:  # whatever a listener stumbles over must not stop the queue; it is kept and shown
        log.exception("listener %s failed on entry %s", row.listener, row.entry_id)
        attempts = row.attempts + 1
        is_dead = attempts >= states.MOST_ATTEMPTS
        mine.update(
            state="DEAD" if is_dead else "WAITING",
            due_at=at + timedelta(seconds=states.back_off_seconds(attempts)),
            trouble=f"{type(trouble).__name__}: {trouble}"[:2000],
        )
    finally:
        request_id.reset(token)


def _listen(row: Delivery, mine: QuerySet[Delivery], at: datetime) -> None:
    listener = _listeners[row.listener]
    if listener.is_long:
        listener.hear(heard(row.entry_id), at=at)
    with transaction.atomic():
        if not listener.is_long:
            listener.hear(heard(row.entry_id), at=at)
        if mine.update(state="DONE", trouble="") != 1:  # the lease ended meanwhile: whoever has it now does it
            transaction.set_rollback(True)
            log.warning("listener %s took too long over entry %s", row.listener, row.entry_id)


def is_worked_on(kind: str) -> bool:
    """Whether any room has long work to do after this kind."""
    return bool(works_on(kind))


def work(entry: Heard, *, at: datetime) -> None:
    """Does what the rooms' sheets say follows from an entry; each piece may be done twice."""
    for one in works_on(entry.kind):
        one.do(event_of(entry, one.on), at=at)


def beat(*, node: str, kind: str, version: str, started_at: datetime, at: datetime) -> None:
    """This process lives: one row for each node and kind of process, written over. Not recorded: nobody acted."""
    row = Heartbeat(node=node, kind=kind, version=version, started_at=started_at, seen_at=at)
    fields = ["version", "started_at", "seen_at"]
    Heartbeat.rows.bulk_create([row], update_conflicts=True, unique_fields=["node", "kind"], update_fields=fields)


@command("record.restore")
def note_restore(*, backup: str, backup_at: str, head: str, entries: int, by: Actor, at: datetime) -> RecordRestored:
    """Puts on the record that all before this line came from a backup. From then on mails are held back."""
    ask(by, "record.restore")
    return tell(RecordRestored(code=RESTORED, backup=backup, backup_at=backup_at, head=head, entries=entries))


@command("delivery.retry")
def retry_delivery(*, delivery_id: int, by: Actor, at: datetime) -> DeliveryRetried:
    """Puts a dead letter back into the queue. Refused when it is not dead."""
    ask(by, "delivery.retry")
    row = Delivery.rows.filter(pk=delivery_id).first()
    if row is None:
        raise NotVisible
    if Delivery.rows.filter(pk=row.pk, state="DEAD").update(state="WAITING", attempts=0, due_at=at) != 1:
        raise Refused(_("Việc này không còn nằm trong danh sách hỏng."))
    return tell(DeliveryRetried(code=f"SC-{row.entry_id}", delivery_id=row.pk, listener=row.listener))


@command("ledger.erase")
def erase_personal(*, entry_id: int, field: str, reason: str, by: Actor, at: datetime) -> PersonalErased:
    """Erases one personal value beside an entry; the chain stays sound. Refused when there is none, or no reason."""
    ask(by, "ledger.erase")
    reason = nfc(reason).strip()
    if not reason:
        raise Refused(_("Cần nêu lý do xóa."))
    about = Q(field=field) | Q(field__startswith=f"changes.{field}.")
    if Personal.rows.filter(about, entry_id=entry_id).delete()[0] == 0:
        raise Refused(_("Dòng này không giữ dữ liệu cá nhân như vậy."))
    return tell(PersonalErased(code=f"SC-{entry_id}", entry_id=entry_id, field=field, reason=reason))


def _set_apart(plain: dict[str, Any], personal: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Takes personal values out of `plain`, leaving a salted digest; gives field, salt and value of each."""
    apart = []

    def take(field: str, value: Any) -> Any:
        if value in ("", None):
            return value
        salt = secrets.token_hex(16)
        apart.append((field, salt, str(value)))
        return rules.salted(salt, str(value))

    for name in personal:
        if name in plain:
            plain[name] = take(name, plain[name])
        if name in plain.get("changes", {}):
            pair = plain["changes"][name]
            plain["changes"][name] = [take(rules.change_field(name, place), pair[place]) for place in (0, 1)]
    return apart


def _plain(value: Any) -> Any:
    """Dates and the like as text; JSON values as they are."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
