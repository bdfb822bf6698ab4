"""The ledger viewer: what happened, who did it through which power, what changed; the dead letters of its queue."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.desk import queries
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Empty, Link, Pager, words
from phoihop.ground.powers import may
from phoihop.ledger.queries import DeadLetter, Line


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    number: str
    at: str
    iso: str
    sentence: str
    code: Link
    kind: Link
    unit: str
    post: str
    acting_for: str
    causes: tuple[str, ...]  # oldest first
    changes: tuple[Change, ...]
    erase: tuple[Link, ...]  # one for each personal value that may be erased


@dataclass(frozen=True, slots=True)
class DeadRow:
    what: str
    number: str
    listener: str
    attempts: str
    trouble: str
    retry_url: str


@dataclass(frozen=True, slots=True)
class LedgerPage:
    title: str
    form: Form
    is_filtered: bool
    rows: tuple[EntryRow, ...]
    dead: tuple[DeadRow, ...]
    pager: Pager
    empty: Empty
    why: str


@dataclass(frozen=True, slots=True)
class ErasePage:
    title: str
    form: Form
    entry: EntryRow
    field: str
    value: str
    cancel: Link
    why: str


def kinds() -> list[tuple[str, str]]:
    """Every kind a room tells, with its sentence, in the order of the sentences."""
    return queries.kinds()


def ledger_page(actor: Actor, form: Form, before: int | None) -> LedgerPage:
    asked = form.cleaned_data if form.is_valid() else {}
    kind, code = asked.get("loai", ""), asked.get("ma", "")
    view = queries.ledger(actor, kind=kind, code=code, before=before)
    is_eraser = may(actor, "ledger.erase")
    is_filtered = bool(kind or code)
    return LedgerPage(
        title=_("Sổ cái"),
        form=form,
        is_filtered=is_filtered,
        rows=tuple(_row(line, is_eraser=is_eraser) for line in view.lines),
        dead=tuple(_dead(letter) for letter in view.dead),
        pager=Pager(_url(kind, code) if before else "", _url(kind, code, view.next) if view.next else ""),
        empty=_empty(is_filtered),
        why=_why(actor),
    )


def erase_page(actor: Actor, form: Form, entry_id: int, field: str) -> ErasePage:
    """The value about to be erased beside its entry. Not visible when the entry keeps none of this name."""
    line = queries.entry_with_personal(actor, entry_id, field)
    return ErasePage(
        title=_("Xóa dữ liệu cá nhân theo yêu cầu"),
        form=form,
        entry=_row(line, is_eraser=False),
        field=field_words(field),
        value=str(line.data[field]),
        cancel=Link(_("Không xóa"), _url(code=line.code)),
        why=_why(actor),
    )


def field_words(name: str) -> str:
    """The name of a recorded field as a reader knows it; a rare one stays as it is recorded."""
    return {
        "state": _("trạng thái"),
        "due_date": _("hạn"),
        "base_due_date": _("hạn trước gia hạn"),
        "title": _("tên"),
        "summary": _("tóm tắt"),
        "clause": _("điều khoản"),
        "rule": _("quy tắc thời hạn"),
        "anchors": _("mốc tính hạn"),
        "explanation": _("cách tính hạn"),
        "reason": _("lý do"),
        "name": _("tên"),
        "short": _("tên gọn"),
        "kind": _("loại"),
        "level": _("cấp"),
        "parent_id": _("cơ quan cấp trên"),
        "valid_to": _("có hiệu lực đến"),
        "username": _("tên đăng nhập"),
        "full_name": _("họ và tên"),
        "email": _("thư điện tử"),
        "statement": _("nội dung báo cáo"),
        "reference": _("số văn bản"),
    }.get(name, name)


def _row(line: Line, *, is_eraser: bool) -> EntryRow:
    at = timezone.localtime(line.at)
    return EntryRow(
        number=f"SC-{line.id}",
        at=words.moment(at),
        iso=at.isoformat(timespec="minutes"),
        sentence=line.sentence,
        code=Link(line.code, _url(code=line.code)),
        kind=Link(line.kind, _url(line.kind)),
        unit=line.unit_name,
        post=line.post,
        acting_for=line.acting_for,
        causes=queries.cause_words(line.cause),
        changes=tuple(Change(field_words(name), before or "–", after or "–") for name, before, after in line.changes),
        erase=tuple(
            Link(_("Xóa %(field)s") % {"field": field_words(name)}, reverse("desk:erase", args=[line.id, name]))
            for name in (queries.personal_of(line) if is_eraser else ())
        ),
    )


def _dead(letter: DeadLetter) -> DeadRow:
    return DeadRow(
        what=queries.kind_words(letter.kind),
        number=f"SC-{letter.entry_id} · {letter.code}",
        listener=letter.listener,
        attempts=str(letter.attempts),
        trouble=letter.trouble,
        retry_url=reverse("desk:retry", args=[letter.id]),
    )


def _empty(is_filtered: bool) -> Empty:
    if is_filtered:
        why = _("Chưa có việc nào thuộc loại và hồ sơ này, hoặc việc đó ở địa bàn bạn không kiểm tra.")
        return Empty(_("Không có dòng nào khớp bộ lọc."), why, Link(_("Xem toàn bộ sổ cái"), _url()))
    why = _("Sổ ghi một dòng cho mỗi việc mà một cơ quan hoặc hệ thống làm, ngay khi việc được ghi nhận.")
    return Empty(_("Sổ cái chưa có dòng nào trong phạm vi của bạn."), why)


def _why(actor: Actor) -> str:
    said = _("Sổ cái mở cho kiểm tra viên, trong địa bàn mình kiểm tra, và cho quản trị viên. Bạn là %(post)s.")
    return said % {"post": actor.post}


def _url(kind: str = "", code: str = "", before: int | None = None) -> str:
    asked = {"loai": kind, "ma": code, "truoc": before or ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("desk:ledger") + (f"?{query}" if query else "")
