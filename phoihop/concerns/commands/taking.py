"""What came in by the hatch and is for this room, in the order in which it came: long work, outside any act."""

from __future__ import annotations

from datetime import datetime

from phoihop.concerns.commands.asking import add_more
from phoihop.concerns.commands.following import rate_concern, reopen_concern
from phoihop.concerns.commands.photos import Photo, judge_photos
from phoihop.concerns.commands.subjects import request_data
from phoihop.concerns.commands.taking_in import take_in_concern
from phoihop.concerns.events import InputSetAside
from phoihop.concerns.models import Concern
from phoihop.concerns.policy import FRONT_DESK
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.intake import commands as intake
from phoihop.intake.events import InputReceived
from phoihop.intake.queries import Taken, input_line, look_into

ABOUT = ("MORE", "REOPEN", "RATING", "DATA")


def take_input(event: InputReceived, at: datetime) -> None:
    """Judges the photos, then takes it in. May run again: what was taken is passed over."""
    if event.what != "CONCERN" and event.what not in ABOUT:
        return
    by = Actor.system(FRONT_DESK)
    try:
        seen = look_into(by.through("concern.take_in"), event.code)
    except NotVisible:  # taken or dropped before
        return
    photos = judge_photos(seen.photos)
    if event.what == "CONCERN":
        take_in_concern(code=event.code, photos=photos, by=by, at=at)
        return
    try:
        take_follow_up(code=event.code, photos=photos, by=by, at=at)
    except Refused:  # too late, or twice: nothing of it is kept, and that is on record
        set_aside(code=event.code, reason="REFUSED", by=by, at=at)


class NotYet(RuntimeError):
    """The concern that this is about still waits in the hatch: it comes first, and this is tried again."""


@command("concern.take_in")
def take_follow_up(*, code: str, photos: tuple[Photo, ...] = (), by: Actor, at: datetime) -> str | None:
    """What a raiser says about a concern of his: taken out of the hatch, and done. What has no concern, or does not
    come from its raiser's own page, is dropped. Refused as the act itself is; then it is still in the hatch."""
    ask(by, "concern.take_in")
    through = by.through("concern.take_in")
    taken = look_into(through, code)
    about = input_line(taken.about)
    if about is not None and about.what == "CONCERN" and about.state == "WAITING":
        raise NotYet(code)
    if not taken.payload.get("by_key") or not Concern.rows.filter(code=taken.about).exists():
        intake.drop(code=code, reason="NO_CONCERN", by=through, at=at)
        tell(InputSetAside(code=code, what=taken.what, reason="NO_CONCERN"))
        return None
    if intake.take(code=code, by=through, at=at) is not None:
        _do(taken, photos, by=by, at=at)
    nothing_changed()  # what was done has been told by the act itself
    return taken.about


@command("concern.take_in")
def set_aside(*, code: str, reason: str, by: Actor, at: datetime) -> InputSetAside:
    """What could not be done is not kept. `reason` is a key, no words of it."""
    ask(by, "concern.take_in")
    dropped = intake.drop(code=code, reason=reason, by=by.through("concern.take_in"), at=at)
    return tell(InputSetAside(code=code, what=dropped.what if dropped else "", reason=reason))


def _do(taken: Taken, photos: tuple[Photo, ...], *, by: Actor, at: datetime) -> None:
    text = taken.payload.get("text", "")
    match taken.what:
        case "MORE":
            add_more(code=taken.about, text=text, photos=photos, by=by, at=at)
        case "REOPEN":
            reopen_concern(code=taken.about, reason=taken.payload.get("reason", "").upper(), words=text, by=by, at=at)
        case "RATING":
            stars = taken.payload.get("rating", "")
            rate_concern(code=taken.about, stars=int(stars) if stars.isdigit() else 0, by=by, at=at)
        case "DATA":
            wish = taken.payload.get("ask", "").upper()
            request_data(code=taken.about, wish=wish, words=text, channel=taken.channel, by=by, at=at)
