"""After a restore no mail leaves until the operator releases them; those that waited in the backup may be dropped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.commands import note_restore
from phoihop.ledger.models import Entry
from phoihop.mail.commands import release_mails
from phoihop.mail.models import OutMail
from phoihop.site.mail_hold import held_since
from phoihop.site.postman import send_all

CONSOLE = Actor.system("administrator-console")


def queue(key, at):
    OutMail.rows.create(
        key=key,
        token=key.ljust(32, "t"),
        message_id=f"<{key}@localhost>",
        to_address="an@example.org",
        message=b"Subject: x\n\nx\n",
        due_at=at,
        give_up_at=at + timedelta(days=3),
        queued_at=at,
    )


def restore(at):
    note_restore(backup="b", backup_at=at.isoformat(), head="0" * 64, entries=1, by=CONSOLE, at=at)


def test_nothing_is_held_until_a_restore(world):
    assert held_since() is None


def test_after_a_restore_nothing_leaves(world, at):
    OutMail.rows.all().delete()
    queue("before", at)
    restore(at + timedelta(hours=1))
    assert held_since() == at + timedelta(hours=1)
    assert send_all() == 0
    assert OutMail.rows.get().state == "QUEUED"


def test_released_they_leave_again(world, at):
    OutMail.rows.all().delete()
    queue("before", at)
    restore(at)
    assert release_mails(drop_before=None, by=CONSOLE, at=at).dropped == 0
    assert held_since() is None
    assert OutMail.rows.get().state == "QUEUED"


def test_dropped_are_those_of_the_backup_alone_and_each_is_on_the_record(world, at):
    OutMail.rows.all().delete()
    queue("before", at)
    restored = at + timedelta(hours=1)
    restore(restored)
    queue("after", restored + timedelta(minutes=1))
    told = release_mails(drop_before=restored, by=CONSOLE, at=restored + timedelta(minutes=2))
    assert told.dropped == 1
    assert dict(OutMail.rows.values_list("key", "state")) == {"before": "FAILED", "after": "QUEUED"}
    gone = OutMail.rows.get(key="before")
    assert bytes(gone.message) == b""
    assert Entry.rows.filter(kind="mail.failed", data__contains="before").count() == 1


def test_a_second_restore_holds_again(world, at):
    restore(at)
    release_mails(drop_before=None, by=CONSOLE, at=at)
    restore(at + timedelta(hours=2))
    assert held_since() == at + timedelta(hours=2)


def test_nobody_at_a_desk_may(world, at, long):
    with pytest.raises((NotAllowed, NotVisible)):
        release_mails(drop_before=None, by=long.actor, at=at)
    with pytest.raises((NotAllowed, NotVisible)):
        note_restore(backup="b", backup_at="", head="", entries=1, by=long.actor, at=at)
