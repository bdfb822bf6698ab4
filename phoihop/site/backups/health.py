"""What `phoihop check` says of backups."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from phoihop.site.backups import restoring, state
from phoihop.site.options import Options

NIGHTLY_HOURS = 26.0  # a night, and time for the backup itself
BY_HAND_HOURS = 8 * 24.0  # a week and a day


def findings(given: Options, *, is_held: bool) -> Iterator[tuple[bool, str]]:
    """Well or not, and the words. `is_held`: mails are held back after a restore."""
    if begun := restoring.unfinished(given.data):
        yield False, f"the restore of {begun} has not ended; begin phoihop restore again"
    if is_held:
        yield False, "no mail leaves since the restore; phoihop mail release [--drop]"
    last = state.read(given.data)
    age = last.age_hours(datetime.now(UTC))
    most = NIGHTLY_HOURS if given.backup_dir or last.is_nightly else BY_HAND_HOURS
    if age is not None:
        yield age <= most, f"last backup {last.name}, {age:.0f} hours ago in {last.seconds:g} s; {most:.0f} is the most"
    elif given.backup_dir or last.is_nightly:
        yield False, "no backup was made yet; phoihop serve or a timer makes one each night, phoihop backup now"
    else:
        is_trial = not given.is_https
        yield is_trial, "no backup was ever made by phoihop backup, and PHOIHOP_BACKUP_DIR names no folder for one"
    if last.lost:
        yield (
            False,
            f"{last.lost} files that the database names were lost in the store; phoihop backup list names the backups",
        )
    if last.failure:
        yield False, f"the last attempt failed at {last.failed_at}: {last.failure}"
