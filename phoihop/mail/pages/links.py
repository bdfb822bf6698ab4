"""The page behind a signed link: the thing, the act, or why nothing can be done any more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.ground.parts import Note, Term, words
from phoihop.ground.powers import NotVisible
from phoihop.ground.sheet import Act, act_of
from phoihop.mail import queries


@dataclass(frozen=True, slots=True)
class LinkPage:
    """`form` is there while the act may still be done; else `note` says what became of it."""

    title: str
    said: str  # on whose behalf the reader acts
    facts: tuple[Term, ...]
    text: str
    note: Note | None
    form: Any
    label: str
    asks_code: bool  # an approval for which no code holds: only a code can be asked for
    is_approval: bool
    code_said: str
    hint: str
    status: int = 200
    action: str = ""  # where the form goes; with files another door than the page's own
    takes_files: bool = False
    icon: str = "info"
    papers: tuple[Term, ...] = ()  # code and title of files that open by the page's own address


def act_of_link(token: str, at: datetime) -> Act:
    """What the link is for, with the fields that are asked for now.

    Not visible: an unknown link, one taken back, an act that is offered no more."""
    link = queries.link_value(token, at)
    act = act_of(link.act) if link else None
    if link is None or act is None:
        raise NotVisible
    view = act.view(link.code, link.unit_id, at)
    if view is None or not view.leaves_out:
        return act
    return replace(act, fields=tuple(field for field in act.fields if field.name not in view.leaves_out))


def link_page(token: str, form: Any, at: datetime, *, said: str = "", status: int = 200) -> LinkPage:
    """`said` is what the last post was answered with."""
    act, link = act_of_link(token, at), queries.link_value(token, at)
    if link is None:
        raise NotVisible
    what = str(act.words)
    title = what[:1].upper() + what[1:]
    if link.used_at is not None:
        note = Note(_("Đã ghi nhận lúc %(at)s.") % {"at": _moment(link.used_at)}, link.done)
        return _closed(title, link, note, _("Liên kết chỉ dùng một lần; mở lại không làm gì thêm."))
    if link.until <= at:
        note = Note(
            _("Liên kết đã hết hạn lúc %(at)s.") % {"at": _moment(link.until)},
            _("Chưa ghi nhận gì qua liên kết này. Hãy đề nghị cơ quan gửi thư gửi lại liên kết."),
        )
        return _closed(title, link, note, "", status=410)
    view = act.view(link.code, link.unit_id, at)
    if view is None:
        raise NotVisible
    facts = tuple(Term(name, text) for name, text in view.facts)
    if not view.is_open:
        note = Note(_("Việc này đã đóng."), view.closed_because or _("Không có gì thay đổi."))
        return _closed(view.title, link, note, "", facts=facts, status=status)
    return LinkPage(
        title=view.title,
        said=_on_behalf(link),
        facts=facts,
        text=view.text,
        note=_answer(said, status),
        form=form,
        label=title,
        asks_code=link.is_approval and not link.has_code,
        is_approval=link.is_approval,
        code_said=_("Việc này cần mã xác nhận. Mã được gửi đến %(address)s, dùng được trong mười phút.")
        % {"address": link.address},
        hint="",
        status=status,
        papers=tuple(Term(code, title) for code, title in view.papers),
        action=reverse("mail:link-files" if act.takes_files else "mail:link", args=[token]),
        takes_files=act.takes_files,
    )


def _closed(
    title: str, link: queries.LinkValue, note: Note, hint: str, *, facts: tuple[Term, ...] = (), status: int = 200
) -> LinkPage:
    return LinkPage(
        title=title,
        said=_on_behalf(link),
        facts=facts,
        text="",
        note=note,
        form=None,
        label="",
        asks_code=False,
        is_approval=link.is_approval,
        code_said="",
        hint=hint,
        status=status,
    )


def _answer(said: str, status: int) -> Note | None:
    """What the last post was answered with: a refusal stands out."""
    if not said:
        return None
    return Note(_("Chưa ghi nhận."), said, is_late=True) if status >= 400 else Note(said, "")


def _on_behalf(link: queries.LinkValue) -> str:
    return _("Liên kết này được gửi cho %(unit)s. Ai mở liên kết thì làm việc nhân danh cơ quan ấy.") % {
        "unit": link.unit_name
    }


def _moment(at: datetime) -> str:
    return words.moment(timezone.localtime(at))
