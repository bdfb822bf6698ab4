"""Hearing the ledger: entries are laid into the inboxes of people and offices, and mailed where wanted at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone, translation

from phoihop.ground import powers
from phoihop.ground.actor import Actor, Role
from phoihop.ground.powers import Circle
from phoihop.ground.sheet import notices_on, room_of
from phoihop.ledger.queries import Heard, event_of, lines_by_ids
from phoihop.mail.commands import Outgoing, queue_mails
from phoihop.mail.queries import addresses_of
from phoihop.notices import outside, rules
from phoihop.notices.models import Notice, OfficeNotice, Reader
from phoihop.notices.queries.readers import address_in
from phoihop.organizations.queries import Sitting, absent_accounts, accounts_in, correspondents, sittings_of, unit_names

NEWS = Actor.system("notices")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry on its way to its readers."""

    heard: Heard
    room: str
    url: str
    how: str
    is_duty: bool
    to: _Reach
    seen_by: _Reach
    at: datetime


class _Reach:
    """Circles, looked up by unit: a letter may have gone to five hundred."""

    def __init__(self, circles: Iterable[Circle]) -> None:
        self.circles = tuple(circles)
        self.of_unit: dict[int, frozenset[Role]] = {}
        self.everywhere: frozenset[Role] = frozenset()
        self.territories: list[Circle] = []
        for circle in self.circles:
            if circle.unit_id is not None:
                self.of_unit[circle.unit_id] = self.of_unit.get(circle.unit_id, frozenset()) | circle.roles
            elif circle.territory is not None:
                self.territories.append(circle)
            else:
                self.everywhere |= circle.roles

    def roles(self, unit_id: int, *, audits: bool) -> frozenset[Role]:
        """The roles by which somebody of this unit is within reach; `audits`: whether he audits the place."""
        auditing = frozenset({Role.AUDITOR}) if audits and self.territories else frozenset()
        return self.of_unit.get(unit_id, frozenset()) | self.everywhere | auditing


def is_told(kind: str) -> bool:
    """Whether any room tells anybody of this kind."""
    return bool(notices_on(kind))


def hear(entry: Heard, *, at: datetime) -> None:
    """Tells an entry to those its room names, if they may see the thing, but never to who did it. Twice is harmless."""
    for notice in notices_on(entry.kind):
        event = event_of(entry, notice.on)
        thing = notice.thing(event)
        this = _Entry(
            heard=entry,
            room=room_of(entry.kind),
            url=notice.url(event),
            how=notice.how_at(event, thing, entry.data.get("changes", {}), entry.at),
            is_duty=notice.is_duty,
            to=_Reach(notice.to(event)),
            seen_by=_Reach(powers.who_may(powers.kind_of(type(thing)).see, thing)),
            at=at,
        )
        _tell_people(this)
        _tell_offices(this)


def _tell_people(entry: _Entry) -> None:
    """Those addressed who may open the thing, each as somebody of the unit for whose sake he is told."""
    addressed = accounts_in(entry.to.circles, entry.at) - {entry.heard.account_id or 0}
    sits = sittings_of(addressed, entry.at)
    auditors = _auditors(entry, sits)
    seats = {one: _seat(entry, mine, audits=one in auditors) for one, mine in sits.items()}
    meant = {one: seat for one, seat in seats.items() if seat is not None}
    if not meant:
        return
    readers = {row.account_id: row for row in Reader.rows.filter(account__in=meant)}
    away, people = absent_accounts(meant, entry.at), correspondents(meant)
    rows, mails = [], {}
    for one in sorted(meant):
        way = _way(entry, readers.get(one))
        if way == rules.NEVER:
            continue
        reader, person = readers.get(one), people[one]
        address = address_in(reader, person.email).address
        if way == rules.MAIL and (not address or (one in away and entry.how != "urgent")):
            way = rules.DIGEST  # it waits for his address, or for his return
        there, stands_in = meant[one]
        row = Notice(
            account_id=one,
            unit_id=there.unit_id,
            acting_for=there.acting_for if stands_in else "",
            roles=_roles_that_see(entry, there.unit_id, audits=one in auditors),
            **_common(entry, way),
        )
        rows.append(row)
        if way == rules.MAIL:
            language = (reader.language if reader else "") or person.language
            mails[one] = _Mail(f"notice/{one}/{entry.heard.id}", address, language, reader, row.acting_for, one, None)
    Notice.rows.bulk_create(rows, ignore_conflicts=True)
    _send(entry, mails.values())


def _tell_offices(entry: _Entry) -> None:
    """The inbox of each unit that is addressed and may open the thing."""
    seeing = {unit_id: _roles_that_see(entry, unit_id, audits=False) for unit_id in sorted(entry.to.of_unit)}
    meant = {unit_id: roles for unit_id, roles in seeing.items() if roles.strip()}
    if not meant:
        return
    readers = {row.unit_id: row for row in Reader.rows.filter(unit__in=meant)}
    fresh = [Reader(unit_id=unit_id) for unit_id in meant if unit_id not in readers]
    Reader.rows.bulk_create(fresh, ignore_conflicts=True)
    main, rows, mails = addresses_of(meant), [], {}
    for unit_id, roles in meant.items():
        way, reader = _way(entry, readers.get(unit_id)), readers.get(unit_id)
        if way == rules.NEVER:
            continue
        address = address_in(reader, main.get(unit_id, "")).address
        if way == rules.MAIL and not address:
            way = rules.DIGEST
        rows.append(OfficeNotice(unit_id=unit_id, roles=roles, **_common(entry, way)))
        if way == rules.MAIL:
            language = (reader.language if reader else "") or "vi"
            key = f"notice/unit-{unit_id}/{entry.heard.id}"
            mails[unit_id] = _Mail(key, address, language, reader, "", None, unit_id)
    OfficeNotice.rows.bulk_create(rows, ignore_conflicts=True)
    _send(entry, mails.values())


@dataclass(frozen=True, slots=True)
class _Mail:
    key: str
    to: str
    language: str
    reader: Reader | None
    acting_for: str
    account_id: int | None
    unit_id: int | None


def _send(entry: _Entry, mails: Collection[_Mail]) -> None:
    """One mail to each, in his language, not before his quiet hours are over unless it is urgent."""
    if not mails:
        return
    is_urgent = entry.how == "urgent"
    local = timezone.localtime(entry.at)
    names = unit_names([mail.unit_id for mail in mails])
    outgoing = []
    for language in sorted({mail.language for mail in mails}):
        with translation.override(language):
            told = lines_by_ids([entry.heard.id])[entry.heard.id]
            who = ", ".join(filter(None, (told.post, told.unit_name)))
            for mail in (one for one in mails if one.language == language):
                unit = names[mail.unit_id].name if mail.unit_id is not None else ""
                line = rules.Line(
                    entry.heard.code, told.sentence, entry.url, entry.heard.at, None, who, unit, mail.acting_for
                )
                subject, text, html = outside.notice_mail(line, is_urgent=is_urgent)
                outgoing.append(
                    Outgoing(
                        key=mail.key,
                        to_address=mail.to,
                        subject=subject[:200],
                        text=text,
                        html=html,
                        account_id=mail.account_id,
                        unit_id=mail.unit_id,
                        is_urgent=is_urgent,
                        not_before=None if is_urgent else _awake(mail.reader, local),
                    )
                )
    queue_mails(mails=outgoing, by=NEWS, at=entry.at)


def _awake(reader: Reader | None, local: datetime) -> datetime:
    quiet_from = reader.quiet_from if reader else rules.QUIET_FROM
    quiet_to = reader.quiet_to if reader else rules.QUIET_TO
    return rules.quiet_until(quiet_from, quiet_to, local)


def _way(entry: _Entry, reader: Reader | None) -> str:
    ways: Mapping[str, str] = rules.read_ways(reader.ways) if reader else {}
    return rules.way_of(ways, entry.room, entry.how, is_duty=entry.is_duty)


def _common(entry: _Entry, way: str) -> dict[str, object]:
    return {
        "entry_id": entry.heard.id,
        "kind": entry.heard.kind,
        "code": entry.heard.code,
        "url": entry.url,
        "at": entry.heard.at,
        "way": way,
        "mailed_at": entry.at if way == rules.MAIL else None,
    }


def _auditors(entry: _Entry, sits: Mapping[int, Iterable[Sitting]]) -> set[int]:
    """Those of the people who audit the place of the thing; asked only when one of them audits at all."""
    some = any(Role.AUDITOR in sitting.roles for mine in sits.values() for sitting in mine)
    return accounts_in(entry.seen_by.territories, entry.at) if some and entry.seen_by.territories else set()


def _seat(entry: _Entry, sits: Iterable[Sitting], *, audits: bool) -> tuple[Sitting, bool] | None:
    """The unit for whose sake somebody is told, one of his own before one he stands in for; whether he stands in.
    None when no seat of his opens the thing."""
    best: tuple[int, Sitting, bool] | None = None
    for sitting in sits:
        if entry.seen_by.roles(sitting.unit_id, audits=audits).isdisjoint(sitting.roles):
            continue
        wanted = entry.to.roles(sitting.unit_id, audits=audits)
        is_meant, is_own = not wanted.isdisjoint(sitting.roles), not wanted.isdisjoint(sitting.own)
        rank = 0 if is_own else 1 if is_meant else 2
        if best is None or rank < best[0]:
            best = (rank, sitting, is_meant and not is_own)
    return None if best is None else (best[1], best[2])


def _roles_that_see(entry: _Entry, unit_id: int, *, audits: bool) -> str:
    return f" {' '.join(sorted(entry.seen_by.roles(unit_id, audits=audits)))} "
