"""Links are opened and used: by whoever holds one, as the office it was sent to. Looking never acts."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, command, nothing_changed, on_record, tell
from phoihop.ground.powers import NotAllowed, NotVisible, ask
from phoihop.ground.sheet import Act, act_of
from phoihop.mail.commands.queueing import queue_mail
from phoihop.mail.events import LinkCodeSent, LinkOpened, LinkUsed
from phoihop.mail.models import SignedLink
from phoihop.mail.policy import HOLDER
from phoihop.mail.rules import tokens
from phoihop.organizations.queries import unit_names

_SUBJECT = gettext_lazy("Mã xác nhận cho việc về %(about)s")
_TEXT = gettext_lazy(
    "Kính gửi %(unit)s,\n\nMã xác nhận để làm việc về %(about)s qua liên kết là:\n\n%(code)s\n\n"
    "Mã dùng được trong mười phút. Nếu cơ quan không yêu cầu mã này, xin không đưa mã cho ai: không có mã thì việc "
    "không được ghi nhận."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a post. `said` is for the doer: what was done, or why nothing was."""

    is_done: bool
    said: str
    status: int = 200


def note_opening(*, token: str, at: datetime) -> None:
    """The page of a link was looked at. Told once a day; an unknown link is not visible."""
    row = _row(token)
    if row.used_at is None and row.until > at:
        _open(link_id=row.pk, by=_holder(row).through(HOLDER), at=at)


def send_code(*, token: str, at: datetime) -> Outcome:
    """A code goes to the address the link is bound to, for an approval. The code before it does not count any more."""
    row = _row(token)
    stopped = _stopped(row, at) or _too_often(row, at)
    if stopped is not None:
        return stopped
    if not row.is_approval or not _is_open(row, at):
        return Outcome(False, _("Việc này không cần mã xác nhận lúc này."), 422)
    _send_code(link_id=row.pk, by=_holder(row).through(HOLDER), at=at)
    said = _("Đã gửi mã xác nhận đến %(address)s. Mã dùng được trong mười phút.")
    return Outcome(False, said % {"address": row.address})


def admit(*, token: str, at: datetime) -> Outcome | None:
    """Whether what is sent to the link may be read at all; counts the post. None: it may, by `use_link(is_admitted=…)`.

    For files, which are sent before they can be judged.
    """
    row = _row(token)
    return _stopped(row, at) or _too_often(row, at)


def use_link(
    *,
    token: str,
    values: Mapping[str, Any],
    files: Sequence[Any] = (),
    second_code: str,
    used_from: str,
    is_admitted: bool = False,
    at: datetime,
) -> Outcome:
    """Does the act once. A second use does nothing and says what was done. Files are judged before it begins.

    Posts and tries of the code are counted apart from the act: what a refused act undoes, they outlive.
    """
    row = _row(token)
    stopped = _stopped(row, at) or (None if is_admitted else _too_often(row, at)) or _wrong_code(row, second_code, at)
    if stopped is not None:
        return stopped
    try:
        prepared = _prepared(row, files, at)
        said = _use(
            link_id=row.pk,
            values=values,
            files=prepared,
            used_from=used_from,
            by=_holder(row).through(HOLDER),
            at=at,
        )
    except SomebodyWasFaster as faster:
        again = _stopped(_row(token), at)
        return again or Outcome(False, _("%(what)s Chưa ghi nhận gì; hãy xem lại.") % {"what": str(faster)}, 409)
    except (Refused, NotAllowed) as refused:
        return Outcome(False, str(refused), 422)
    return Outcome(True, said)


def open_paper(*, token: str, paper: str, at: datetime) -> Any:
    """A file that the thing behind the link names, for whoever is to act on it; or an `Outcome`, why not now.

    Asked for by a post: a mail scanner that follows links opens nothing. Not visible: any other file.
    """
    row = _row(token)
    stopped = _stopped(row, at) or _too_often(row, at)
    if stopped is not None:
        return stopped
    act = _act(row)
    view = act.view(row.code, row.unit_id, at)
    if act.open_paper is None or view is None or paper not in {code for code, _title in view.papers}:
        raise NotVisible
    return act.open_paper(code=row.code, unit_id=row.unit_id, paper=paper, by=_holder(row), at=at)


@command("link.open")
def _open(*, link_id: int, by: Actor, at: datetime) -> None:
    ask(by, "link.open")
    row = SignedLink.rows.get(pk=link_id)
    seen = row.opened_at
    is_told = seen is not None and local_date(seen) == local_date(at)
    if is_told or SignedLink.rows.filter(pk=link_id, opened_at=seen).update(opened_at=at) != 1:
        nothing_changed()
        return
    tell(LinkOpened(code=row.code, link_id=row.pk, about=row.code, act=row.act, unit_id=row.unit_id))


@command("link.open")
def _send_code(*, link_id: int, by: Actor, at: datetime) -> None:
    ask(by, "link.open")
    code = f"{secrets.randbelow(10**6):06d}"
    row = SignedLink.rows.get(pk=link_id)
    SignedLink.rows.filter(pk=link_id).update(
        code_digest=tokens.code_digest(settings.SECRET_KEY, link_id, code),
        code_until=at + tokens.CODE_HOLDS,
        code_tries=0,
    )
    queue_mail(
        key=f"link/{link_id}/code/{secrets.token_hex(8)}",
        to_address=row.address,
        subject=on_record(_SUBJECT, about=row.code),
        text=on_record(_TEXT, unit=by.unit_name, about=row.code, code=code),
        about=row.code,
        unit_id=row.unit_id,
        is_urgent=True,
        by=by,
        at=at,
    )
    tell(LinkCodeSent(code=row.code, link_id=row.pk, about=row.code, act=row.act, unit_id=row.unit_id))


@command("link.use")
def _use(*, link_id: int, values: Mapping[str, Any], files: Any, used_from: str, by: Actor, at: datetime) -> str:
    """Marks the link used, and does the act in the same transaction: both or neither."""
    ask(by, "link.use")
    row = SignedLink.rows.get(pk=link_id)
    open_rows = SignedLink.rows.filter(pk=link_id, used_at__isnull=True, revoked_at__isnull=True, until__gt=at)
    taken = open_rows.update(
        used_at=at, used_from=used_from[:64], code_digest="", code_until=None, version=F("version") + 1
    )
    if taken != 1:
        raise SomebodyWasFaster(row.code)
    act, doer = _act(row), _holder(row)
    view = act.view(row.code, row.unit_id, at)
    if view is None:
        raise NotVisible
    if not view.is_open:
        raise Refused(view.closed_because or _("Việc này đã đóng; không có gì thay đổi."))
    said = act.run(code=row.code, unit_id=row.unit_id, values=dict(values), files=files, by=doer, at=at)
    SignedLink.rows.filter(pk=link_id).update(done=said)
    tell(LinkUsed(code=row.code, link_id=row.pk, about=row.code, act=row.act, unit_id=row.unit_id))
    return said


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _row(token: str) -> SignedLink:
    """Not visible, alike: a link that was never issued and one that was taken back."""
    row = SignedLink.rows.filter(digest=tokens.digest_of(token), revoked_at__isnull=True).first()
    if row is None:
        raise NotVisible
    return row


def _act(row: SignedLink) -> Act:
    act = act_of(row.act)
    if act is None:  # a room that no longer offers it
        raise NotVisible
    return act


def _prepared(row: SignedLink, files: Sequence[Any], at: datetime) -> Any:
    """The files as the act takes them, looked at only while the thing is still open."""
    act = _act(row)
    if not files or not act.takes_files:
        return ()
    view = act.view(row.code, row.unit_id, at)
    if view is None:
        raise NotVisible
    if not view.is_open:
        raise Refused(view.closed_because or _("Việc này đã đóng; không có gì thay đổi."))
    return act.prepared(code=row.code, unit_id=row.unit_id, files=files, by=_holder(row), at=at)


def _holder(row: SignedLink) -> Actor:
    name = unit_names([row.unit_id])[row.unit_id].name
    return Actor.office(row.unit_id, name, power=row.act, about=row.code, way="link")


def _is_open(row: SignedLink, at: datetime) -> bool:
    view = _act(row).view(row.code, row.unit_id, at)
    return view is not None and view.is_open


def _stopped(row: SignedLink, at: datetime) -> Outcome | None:
    if row.used_at is not None:
        return Outcome(True, row.done)
    if row.until <= at:
        return Outcome(False, _("Liên kết đã hết hạn; chưa ghi nhận gì."), 410)
    return None


def _too_often(row: SignedLink, at: datetime) -> Outcome | None:
    """Counts this post. The hour begins with its first one."""
    mine = SignedLink.rows.filter(pk=row.pk)
    begins = Q(posts_since__isnull=True) | Q(posts_since__lte=at - tokens.POSTS_WITHIN)
    if mine.filter(begins).update(posts_since=at, posts=1) == 1:
        return None
    if mine.filter(posts__lt=tokens.MOST_POSTS).update(posts=F("posts") + 1) == 1:
        return None
    said = _("Liên kết này đã được gửi đi quá nhiều lần trong một giờ. Chưa ghi nhận gì; hãy thử lại sau một giờ.")
    return Outcome(False, said, 429)


def _wrong_code(row: SignedLink, typed: str, at: datetime) -> Outcome | None:
    """A try is counted before it is compared, so that many at once are not more than five."""
    if not row.is_approval:
        return None
    held = SignedLink.rows.filter(pk=row.pk, code_until__gt=at, code_tries__lt=tokens.CODE_TRIES)
    if held.update(code_tries=F("code_tries") + 1) != 1:
        said = _("Mã xác nhận đã hết hạn hoặc đã nhập sai năm lần. Chưa ghi nhận gì; hãy lấy mã mới.")
        return Outcome(False, said, 422)
    row.refresh_from_db()
    digits = "".join(typed.split())
    if constant_time_compare(row.code_digest, tokens.code_digest(settings.SECRET_KEY, row.pk, digits)):
        return None
    left = max(0, tokens.CODE_TRIES - row.code_tries)
    said = _("Mã xác nhận không đúng; còn %(left)s lần thử. Chưa ghi nhận gì.") % {"left": left}
    return Outcome(False, said, 422)
