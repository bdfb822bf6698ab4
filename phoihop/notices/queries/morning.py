"""What is put into the digests of many readers at once: a constant number of queries for a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import translation

from phoihop.ground.actor import Role
from phoihop.ground.clock import local_date
from phoihop.ground.sheet import Waiting, waits_of
from phoihop.ledger.queries import Line as Told
from phoihop.ledger.queries import lines_by_ids
from phoihop.mail.queries import addresses_of
from phoihop.notices import rules
from phoihop.notices.models import Notice, OfficeNotice, Reader, Shown
from phoihop.notices.queries.readers import address_in, owners_of
from phoihop.organizations.queries import (
    Correspondent,
    Sitting,
    correspondents,
    sittings_of,
    unit_names,
)

IN_LIST = 500
NEWS_DAYS = 14  # older than this a notice is news to nobody; it stays in the inbox


@dataclass
class Morning:
    """One reader's digest while it is put together. `notices` and `shown` are what it names for the first time."""

    reader: Reader
    to: str
    language: str
    letter: rules.Letter
    notices: list[int] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)


def due(at: datetime, local: datetime, *, is_working: bool) -> Q:
    """Readers whose hour has come and who were not served today. Their quiet hours are kept."""
    now = local.time()
    q = Q(has_digest=True, digest_day__lt=local_date(at), digest_time__lte=now)
    if not is_working:
        q &= Q(is_on_days_off=True)
    by_day = Q(quiet_to__gte=F("quiet_from"), quiet_from__lte=now, quiet_to__gt=now)
    over_midnight = Q(quiet_from__gt=F("quiet_to")) & (Q(quiet_from__lte=now) | Q(quiet_to__gt=now))
    return q & ~by_day & ~over_midnight


def mornings(readers: Sequence[Reader], at: datetime) -> list[Morning]:
    """The digests of these readers that have an address and something new in them."""
    people = {row.account_id: row for row in readers if row.account_id is not None}
    offices = {row.unit_id: row for row in readers if row.unit_id is not None}
    return [*_of_people(people, at), *_of_offices(offices, at)]


def _of_people(readers: dict[int, Reader], at: datetime) -> list[Morning]:
    known = correspondents(readers)
    to = {one: address_in(row, known[one].email).address for one, row in readers.items() if one in known}
    written = {one: readers[one] for one, address in to.items() if address}
    sits = sittings_of(written, at)
    waiting = _waiting({sitting.unit_id for all_of in sits.values() for sitting in all_of}, at)
    shown = _shown(written.values())
    rows = _news(Notice, "account_id", written, at)
    told = _told_in((known[one].language if not row.language else row.language, one) for one, row in written.items())
    sentences = told({row.entry_id for mine in rows.values() for row in mine})
    found = []
    for one, reader in written.items():
        person, mine = known[one], sits.get(one, ())
        if not mine:
            continue
        page = _Page(reader, shown.get(reader.pk, frozenset()), at)
        for sitting in mine:
            page.wait(waiting.get(sitting.unit_id, ()), sitting, names_unit=len(mine) > 1)
        by_unit = {sitting.unit_id: sitting for sitting in mine}
        language = reader.language or person.language
        for row in rows.get(one, ()):
            there = by_unit.get(row.unit_id) if row.unit_id is not None else mine[0]
            if there is not None and _may_open(row.roles, there.roles):
                unit = there.unit_name if len(mine) > 1 else ""
                page.tell(row, sentences[language].get(row.entry_id), unit, row.acting_for)
        morning = page.done(to[one], language, person.name, "")
        if morning is not None:
            found.append(morning)
    return found


def _of_offices(readers: dict[int, Reader], at: datetime) -> list[Morning]:
    main = addresses_of(readers)
    to = {unit_id: address_in(row, main.get(unit_id, "")).address for unit_id, row in readers.items()}
    written = {unit_id: readers[unit_id] for unit_id, address in to.items() if address}
    if not written:
        return []
    names, owners = unit_names(written), owners_of(written, at)
    waiting, shown = _waiting(set(written), at), _shown(written.values())
    rows = _news(OfficeNotice, "unit_id", written, at)
    told = _told_in((row.language or "vi", unit_id) for unit_id, row in written.items())
    sentences = told({row.entry_id for mine in rows.values() for row in mine})
    found = []
    for unit_id, reader in written.items():
        page = _Page(reader, shown.get(reader.pk, frozenset()), at)
        everybody = Sitting(unit_id, names[unit_id].name, frozenset(Role), frozenset(), "")
        page.wait(waiting.get(unit_id, ()), everybody, names_unit=False)
        for row in rows.get(unit_id, ()):
            page.tell(row, sentences[reader.language or "vi"].get(row.entry_id), "", "")
        owner = owners[unit_id]
        kept_by = owner.post or ", ".join(name for _one, name in owner.people)
        morning = page.done(to[unit_id], reader.language or "vi", names[unit_id].name, kept_by)
        if morning is not None:
            found.append(morning)
    return found


class _Page:
    """What goes into one reader's digest."""

    def __init__(self, reader: Reader, shown: frozenset[tuple[str, str, Any]], at: datetime) -> None:
        self.reader, self.known, self.today = reader, shown, local_date(at)
        self.lines: dict[str, list[rules.Line]] = {}
        self.before: Counter[str] = Counter()
        self.notices: list[int] = []
        self.begun: set[tuple[str, datetime]] = set()
        self.shown: dict[tuple[str, str, Any], Shown] = {}

    def wait(self, waiting: Iterable[Waiting], sitting: Sitting, *, names_unit: bool) -> None:
        for one in waiting:
            if one.roles.isdisjoint(sitting.roles):
                continue
            day = one.day or local_date(one.since)
            key = (one.code, one.group, day)
            if key in self.known:
                self.before[one.group] += 1
                continue
            if key in self.shown:
                continue
            code, group, _day = key
            self.shown[key] = Shown(reader=self.reader, code=code, group=group, day=day, on_day=self.today)
            stands_in = one.roles.isdisjoint(sitting.own)
            line = rules.Line(
                code=code,
                title=one.title,
                url=one.url,
                since=one.since,
                day=one.day,
                unit=sitting.unit_name if names_unit else "",
                acting_for=sitting.acting_for if stands_in else "",
            )
            self.lines.setdefault(group, []).append(line)
            self.begun.add((code, one.since))

    def tell(self, row: Notice | OfficeNotice, told: Told | None, unit: str, acting_for: str) -> None:
        if told is None:
            return
        self.notices.append(row.pk)
        if (row.code, row.at) in self.begun:  # it is named above, as what waits since then
            return
        who = ", ".join(filter(None, (told.post, told.unit_name)))
        line = rules.Line(row.code, told.sentence, row.url, row.at, None, who, unit, acting_for)
        self.lines.setdefault("news", []).append(line)

    def done(self, to: str, language: str, name: str, owner: str) -> Morning | None:
        """None when nothing in it is new."""
        if not self.lines:
            return None
        letter = rules.Letter(name, self.today, rules.grouped(self.lines, self.before), owner)
        return Morning(self.reader, to, language, letter, self.notices, list(self.shown.values()))


def _waiting(unit_ids: Collection[int], at: datetime) -> dict[int, list[Waiting]]:
    found: dict[int, list[Waiting]] = {}
    for one in waits_of(unit_ids, at):
        found.setdefault(one.unit_id, []).append(one)
    return found


def _shown(readers: Iterable[Reader]) -> dict[int, frozenset[tuple[str, str, Any]]]:
    found: dict[int, set[tuple[str, str, Any]]] = {}
    rows = Shown.rows.filter(reader__in=[reader.pk for reader in readers])
    for reader_id, code, group, day in rows.values_list("reader_id", "code", "group", "day"):
        found.setdefault(reader_id, set()).add((code, group, day))
    return {reader_id: frozenset(keys) for reader_id, keys in found.items()}


def _news(model: Any, column: str, readers: Collection[int], at: datetime) -> dict[int, list[Any]]:
    """Unread notices that no digest and no mail has brought yet, the newest first."""
    found: dict[int, list[Any]] = {}
    rows = model.rows.filter(
        read_at__isnull=True,
        digest_day__isnull=True,
        mailed_at__isnull=True,
        way="digest",
        at__gt=at - timedelta(days=NEWS_DAYS),
        **{f"{column}__in": list(readers)},
    )
    for row in rows.order_by("-entry_id"):
        found.setdefault(getattr(row, column), []).append(row)
    return found


def _told_in(languages: Iterable[tuple[str, int]]) -> Any:
    """Ledger lines by number, in each of these languages."""
    wanted = {language for language, _reader in languages}

    def read(entry_ids: Collection[int]) -> dict[str, dict[int, Told]]:
        ids, found = sorted(entry_ids), {}
        for language in sorted(wanted):
            with translation.override(language):
                found[language] = {
                    number: line
                    for start in range(0, len(ids), IN_LIST)
                    for number, line in lines_by_ids(ids[start : start + IN_LIST]).items()
                }
        return found

    return read


def _may_open(roles: str, held: Iterable[Role]) -> bool:
    return roles == "*" or any(f" {role} " in roles for role in held)


__all__ = ["Correspondent", "Morning", "due", "mornings"]
