"""The public list of a territory, brought up to the day: copies out, whole lists at a time."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import command, nothing_changed, on_record, tell
from phoihop.ground.powers import ask
from phoihop.organizations.queries import unit_names
from phoihop.press import events
from phoihop.press.models import Spokesperson
from phoihop.press.queries.words import KIND_WORDS
from phoihop.publications import commands as publications


def show_by_day(*, by: Actor, at: datetime) -> int:
    """Lists in which somebody begins or ends by the day are set anew, each in an act of its own."""
    places = sorted(set(_stale(local_date(at)).values_list("territory", flat=True)))
    return sum(show_spokespersons(territory=place, by=by, at=at) is not None for place in places)


@command("spokesperson.show")
def show_spokespersons(*, territory: str, by: Actor, at: datetime) -> events.SpokespersonsShown | None:
    """Sets the public list of a territory as the day has it. Twice is harmless."""
    ask(by, "spokesperson.show")
    came, went = arrange(territory, by=by.through("spokesperson.name"), at=at)
    if not came and not went:
        nothing_changed()
        return None
    return tell(events.SpokespersonsShown(code=f"NP-{territory}", came=came, went=went))


def arrange(territory: str, *, by: Actor, at: datetime) -> tuple[int, int]:
    """Part of an act: the list goes out as it stands, and the rows know whether they stand in it."""
    today = local_date(at)
    here = Spokesperson.rows.filter(territory=territory)
    now = list(here.filter(_speaks(today)).order_by("pk"))
    names = unit_names(row.unit_id for row in now)
    publications.arrange_spokespersons(
        territory=territory,
        spokespersons=[
            publications.SpokespersonCopy(
                key=row.code,
                unit_name=names[row.unit_id].name,
                name=row.name,
                post=f"{row.post} ({on_record(KIND_WORDS[row.kind])})",
                phone=row.phone,
                email=row.email,
                since_date=row.from_date,
                until_date=row.to_date,
                is_illustration=row.is_illustration,
            )
            for row in now
        ],
        by=by if by.cause[-1:] == ("spokesperson.name",) else by.through("spokesperson.name"),
        at=at,
    )
    ids = [row.pk for row in now]
    came = here.filter(pk__in=ids, is_shown=False).update(is_shown=True)
    went = here.filter(is_shown=True).exclude(pk__in=ids).update(is_shown=False)
    return came, went


def _speaks(today: date) -> Q:
    return Q(from_date__lte=today) & (Q(to_date=None) | Q(to_date__gte=today))


def _stale(today: date) -> QuerySet[Spokesperson]:
    return Spokesperson.rows.filter(_speaks(today) & Q(is_shown=False) | ~_speaks(today) & Q(is_shown=True))
