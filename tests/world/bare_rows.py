"""What a reorganisation must keep, asked of the bare rows and not of the rooms' own questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection

from phoihop.agreements.models import Party
from phoihop.dispatches.models import Recipient
from phoihop.mail.models import Address, SignedLink
from phoihop.meetings.models import Attendee, Meeting, Occurrence
from phoihop.obligations.models import Expected, Lane, Obligation
from phoihop.organizations.models import CalendarFeed, Deputy, Duty, Post, Seat, Unit
from phoihop.plans.models import Plan, Round, Topic

# The record, what tells of batches themselves, the outbox, who is signed in.
APART = ("ledger_", "django_", "axes_", "auth_", "sqlite_", "search_", "mail_outmail", "organizations_session")
OWN = {f"organizations_{name}" for name in ("batch", "batchunit", "approval", "moved", "edition", "counter")}
# Versions only rise; whoever reads a link or a feed leaves a mark.
MARKS = {
    "mail_signedlink": {"opened_at"},
    "organizations_calendarfeed": {"last_read_at", "reads_since", "reads"},
}


def holds(row: Any, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or row.valid_to >= day)


class Seen:
    """Everything about people and units as the rows have it; asked once."""

    @cached_property
    def units(self) -> dict[int, Unit]:
        return {row.pk: row for row in Unit.rows.all()}

    @cached_property
    def posts(self) -> dict[int, Post]:
        return {row.pk: row for row in Post.rows.all()}

    def lives(self, unit_id: int, day: date) -> bool:
        return holds(self.units[unit_id], day)

    def post_lives(self, post_id: int, day: date) -> bool:
        post = self.posts[post_id]
        return holds(post, day) and self.lives(post.unit_id, day)

    def seated(self, day: date) -> set[tuple[int, str]]:
        rows = [row for row in Seat.rows.all() if holds(row, day) and self.post_lives(row.post_id, day)]
        return {(row.account_id, row.role) for row in rows}

    def standing_in(self, days: list[date]) -> set[tuple[int, str, date]]:
        """Who stands in for a post that is there, day by day."""
        rows = Deputy.rows.filter(withdrawn_at__isnull=True)
        return {
            (row.account_id, row.kinds, day)
            for row in rows
            for day in days
            if row.from_date <= day <= row.to_date and self.post_lives(row.post_id, day)
        }

    def on_duty(self) -> set[tuple[int, date]]:
        return {(row.account_id, row.date) for row in Duty.rows.all() if self.lives(row.unit_id, row.date)}

    def mail(self) -> set[str]:
        return {row.address for row in Address.rows.exclude(state="RETIRED")}


def everything() -> dict[str, dict[Any, tuple[Any, ...]]]:
    """Every table row by row, as the database has it."""
    found: dict[str, dict[Any, tuple[Any, ...]]] = {}
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(APART) or table in OWN:
                continue
            cursor.execute(f"SELECT * FROM {quote(table)} LIMIT 0")
            columns = [one[0] for one in cursor.description]
            kept = [name for name in columns if name != "version" and name not in MARKS.get(table, ())]
            cursor.execute(f"SELECT {', '.join(map(quote, kept))} FROM {quote(table)}")
            found[table] = {row[kept.index("id") if "id" in kept else 0]: tuple(row) for row in cursor.fetchall()}
    return found


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [
        f"{table} {key}: {before[table].get(key)} / {after[table].get(key)}"
        for table in before
        for key in before[table].keys() | after[table].keys()
        if before[table].get(key) != after[table].get(key)
    ]


# ── what must hold on the day ───────────────────────────────────────────────────────────────────────────────


def orphans(day: date) -> Iterator[str]:
    """Open things that hang on an office which is not there on the day."""
    seen = Seen()
    leads = {row.obligation_id: [] for row in Lane.rows.all()}  # type: dict[int, list[Lane]]
    for lane in Lane.rows.filter(role="LEAD"):
        leads[lane.obligation_id].append(lane)
    for row in Obligation.rows.filter(closed_at__isnull=True):
        mine = leads[row.pk]
        if len(mine) != 1 or mine[0].unit_id != row.lead_id or mine[0].state == "WAIVED":
            yield f"{row.code} has not one leading lane of its lead"
        if row.lead_id == row.entitled_id:
            yield f"{row.code} is owed by whom it is owed to"
        yield from (f"{row.code} {pk}" for pk in (row.lead_id, row.entitled_id) if not seen.lives(pk, day))
    open_lanes = Lane.rows.filter(obligation__closed_at__isnull=True).exclude(state="WAIVED")
    expected = Expected.rows.filter(obligation__closed_at__isnull=True)
    for thing in (*open_lanes, *expected):
        if not seen.lives(thing.unit_id, day):
            yield f"{type(thing).__name__} {thing.pk}"
    for topic in (*Topic.rows.exclude(state__in=("CLOSED", "DROPPED", "CARRIED")), *Plan.rows.exclude(state="CLOSED")):
        yield from (f"{topic} {pk}" for pk in (topic.lead_id, topic.partner_id) if not seen.lives(pk, day))
    for held in Round.rows.exclude(state="CLOSED"):
        if not seen.lives(held.lead_id, day):
            yield held.code
    for party in Party.rows.exclude(agreement__state="ENDED"):
        if not seen.lives(party.unit_id, day) and party.role != "WITNESS":
            yield f"party {party.pk}"
    waiting = Recipient.rows.exclude(state__in=("ACKNOWLEDGED", "REFUSED", "RECALLED")).select_related("dispatch")
    for letter in waiting:
        yield from (
            f"letter {letter.dispatch.code} {pk}"
            for pk in (letter.unit_id, letter.dispatch.sender_id)
            if not seen.lives(pk, day)
        )
    yield from meetings_without(day, seen)
    yield from dead_addresses(day, seen)
    for link in SignedLink.rows.filter(used_at__isnull=True, revoked_at__isnull=True, until__date__gte=day):
        if not seen.lives(link.unit_id, day):
            yield f"link {link.pk}"
    for feed in CalendarFeed.rows.filter(revoked_at__isnull=True, unit__isnull=False):
        if not seen.lives(feed.unit_id or 0, day):
            yield f"feed {feed.pk}"
    for unit in seen.units.values():
        if holds(unit, day) and unit.parent_id is not None and not seen.lives(unit.parent_id, day):
            yield f"{unit.code} stands under who is not there"


def meetings_without(day: date, seen: Seen) -> Iterator[str]:
    """Meetings to come whose organiser is not there, or an invitee of whom no heir is invited."""
    ahead = Occurrence.rows.filter(state="PLANNED", starts_at__date__gte=day).values("meeting_id")
    for meeting in Meeting.rows.filter(pk__in=ahead):
        invited = set(Attendee.rows.filter(meeting=meeting).values_list("unit_id", flat=True))
        there = {pk for pk in invited if seen.lives(pk, day)}
        if not there:
            yield f"{meeting.code} has nobody to come"
        if not seen.lives(meeting.organiser_id, day):
            yield f"{meeting.code} has no organiser"
        yield from (f"{meeting.code} {pk}" for pk in invited - there if there.isdisjoint(heirs_of(pk)))
        needed = Attendee.rows.filter(meeting=meeting, is_required=True).values_list("unit_id", flat=True)
        yield from (f"{meeting.code} waits for {pk}" for pk in needed if pk not in there)


def dead_addresses(day: date, seen: Seen) -> Iterator[str]:
    """Addresses in use of an office, or kept by a post, that is not there, or whose post nobody holds."""
    held = {row.post_id for row in Seat.rows.all() if holds(row, day)}
    mains = Counter(row.unit_id for row in Address.rows.filter(is_main=True).exclude(state="RETIRED"))
    yield from (f"{seen.units[pk].code} has {count} main addresses" for pk, count in mains.items() if count > 1)
    for row in Address.rows.exclude(state="RETIRED"):
        if not seen.lives(row.unit_id, day) or not seen.post_lives(row.owner_post_id, day):
            yield f"address {row.address}"
        elif row.owner_post_id not in held or seen.posts[row.owner_post_id].unit_id != row.unit_id:
            yield f"address {row.address} lies with nobody of the office"


def heirs_of(pk: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_unit_id FROM organizations_succession WHERE from_unit_id = %s", [pk])
        return [row[0] for row in cursor.fetchall() if row[0]]
