"""A backup each night, for a machine that nobody looks after: made by a child of `serve`, shown by `phoihop check`."""

from __future__ import annotations

import logging
import signal
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

from phoihop.site.backups import databases, files, manifest, sealing, series, state
from phoihop.site.backups.making import Made, Order, keys_from, make
from phoihop.site.backups.series import Keep
from phoihop.site.commandline import OK, WrongInput
from phoihop.site.family import Ending, leave_with_parent
from phoihop.site.options import Options, options

log = logging.getLogger(__name__)

FORESEEN = (
    series.WrongPlace,
    sealing.WrongKey,
    files.Busy,
    files.NoRoom,
    files.Changed,
    databases.CannotDump,
    manifest.WrongManifest,
    OSError,
)
AGAIN = timedelta(hours=1)  # after one that failed
LOOK_SECONDS = 20.0


def make_and_note(order: Order) -> Made:
    """Makes it; how it went is written down for `phoihop check`. What goes wrong is raised after that."""
    data, nights = options().data, options().backup_dir
    is_nightly = nights is not None and order.place.resolve() == nights.resolve()
    try:
        made = make(order)
    except Exception as wrong:
        state.note_failed(data, str(wrong) or type(wrong).__name__, is_nightly=is_nightly)
        raise
    told = made.manifest
    state.note_good(
        data,
        place=order.place,
        name=told.name,
        made_at=told.made_at,
        seconds=made.seconds,
        lost=len(told.lost),
        is_nightly=is_nightly,
    )
    return made


def every_night() -> int:
    """At PHOIHOP_BACKUP_AT, and at once where the last one is older than a day; tried again an hour after a failure."""
    from django.db import close_old_connections

    given = options()
    order = order_of(given)
    ending = Ending(signal.SIGTERM, signal.SIGINT)
    leave_with_parent()
    not_before = datetime.min.replace(tzinfo=UTC)
    while not ending.is_told:
        now = datetime.now(UTC)
        if now >= not_before and is_due(state.read(given.data), place=order.place, now=now, at=given.backup_at):
            close_old_connections()
            not_before = now + AGAIN
            try:
                made = make_and_note(order)
            except Exception:  # the next attempt may go well; what is wrong is in the log and in `phoihop check`
                log.exception("the nightly backup failed; the house is untouched; tried again in an hour")
            else:
                log.info("backup %s made in %s s", made.folder, made.seconds)
        ending.wait(LOOK_SECONDS)
    return OK


def order_of(given: Options) -> Order:
    """The nightly backup as the settings have it. Refused: WrongInput, where one that is needed is missing."""
    if given.backup_dir is None:
        raise WrongInput(["PHOIHOP_BACKUP_DIR: no folder for the nightly backup is set"])
    return Order(
        place=given.backup_dir,
        keys=keys_from(given.backup_keys)[0],
        keys_way=keys_from(given.backup_keys)[1],
        recipient=given.backup_encrypt_to,
        keep=Keep.read(given.backup_keep),
    )


def is_due(last: state.State, *, place: Path, now: datetime, at: time) -> bool:
    """Whether the hour has come, by the clocks of the country, since the last good backup into this place; or none was
    ever made there. One that was made by hand elsewhere does not count."""
    if not last.night_at or last.night_place != str(place.resolve()):
        return True
    local = timezone.localtime(now)
    due = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    if due > local:
        due -= timedelta(days=1)
    return datetime.fromisoformat(last.night_at) < due
