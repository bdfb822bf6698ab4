"""After a restore mails are held back, since those that were waiting then may have left in the meantime."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import command, on_record, tell, tell_all
from phoihop.ground.powers import ask
from phoihop.mail import states
from phoihop.mail.commands.queueing import NOTHING
from phoihop.mail.events import MailFailed, MailsReleased
from phoihop.mail.models import OutMail

MAYBE = _("bỏ khi phục hồi từ bản sao lưu; có thể đã đến nơi trước đó")


@command("mails.release")
def release_mails(*, drop_before: datetime | None, by: Actor, at: datetime) -> MailsReleased:
    """Mails leave again. With `drop_before` those queued before then fail instead, each of them on the record."""
    ask(by, "mails.release")
    dropped = 0 if drop_before is None else _drop(drop_before, at)
    return tell(MailsReleased(code=NOTHING, dropped=dropped))


def _drop(before: datetime, at: datetime) -> int:
    """Claims what waits, as a sender does, then fails it: an untrue "sent" would be worse than "not known"."""
    lease, said = secrets.token_hex(16), on_record(MAYBE)
    waiting = OutMail.rows.filter(state__in=(*states.WAITING, "SENDING"), queued_at__lt=before)
    waiting.update(state="SENDING", lease=lease, due_at=at)
    mine = OutMail.rows.filter(state="SENDING", lease=lease)
    mails = list(mine.only("key", "about", "unit_id").order_by("pk"))
    mine.update(state=states.OUT["SENDING"]["fail"], failed_at=at, lease="", message=b"", trouble=said)
    told = [
        MailFailed(code=m.about or NOTHING, key=m.key, about=m.about, reason=said, unit_id=m.unit_id) for m in mails
    ]
    if told:
        tell_all(told)
    return len(told)
