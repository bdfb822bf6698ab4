"""The page of one document, and the pages of its longer acts: confirming, sharing, marking what shall be black."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.forms import Form
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.documents import queries
from phoihop.documents.pages.signatures import SignatureLine, signature_line
from phoihop.documents.pages.words import (
    DIRECTIONS,
    RENDITIONS,
    SYSTEMS,
    URGENCIES,
    moment,
    row_of,
    size_in_words,
    state_glyph,
    title_of,
)
from phoihop.documents.queries import DocumentValue, RenditionValue
from phoihop.documents.rules import retention
from phoihop.ground import sheet
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Glyph, Link, Note, Row, Term, words
from phoihop.organizations.queries import units_to_choose

F = TypeVar("F", bound=Form)


@dataclass(frozen=True, slots=True)
class Act:
    """A form on the document's page, or a link to a page of its own."""

    name: str
    url: str
    title: str
    label: str
    form: Form | None
    is_open: bool = False
    has_file: bool = False


@dataclass(frozen=True, slots=True)
class FileLine:
    kind: str
    facts: str
    url: str
    label: str
    signatures: tuple[SignatureLine, ...]


@dataclass(frozen=True, slots=True)
class ShareLine:
    unit: str
    facts: str
    url: str
    unit_id: int


@dataclass(frozen=True, slots=True)
class LinkLine:
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    title: str
    code: str
    mark: str
    list: Link
    state: Glyph
    meta: str
    notes: tuple[Note, ...]
    open: Link | None
    terms: tuple[Term, ...]
    files: tuple[FileLine, ...]
    shares: tuple[ShareLine, ...]
    links: tuple[LinkLine, ...]
    same: tuple[Row, ...]
    acts: tuple[Act, ...]
    panels: tuple[sheet.Shown, ...]
    why: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One draft to be confirmed, with the picture of its first page beside it."""

    title: str
    code: str
    tray: Link
    left: str
    form: Form
    url: str
    discard_url: str
    notes: tuple[Note, ...]
    same: tuple[Row, ...]
    pictures: tuple[str, ...]
    words: str  # the beginning of the text, where no page can be drawn
    version: int
    why: str


@dataclass(frozen=True, slots=True)
class FormPage:
    title: str
    crumb: Link
    form: Form
    why: str


@dataclass(frozen=True, slots=True)
class SharePage:
    title: str
    crumb: Link
    said: str
    form: Form
    notes: tuple[Note, ...]
    why: str


@dataclass(frozen=True, slots=True)
class MarkedPage:
    number: int
    text: str
    picture: str


@dataclass(frozen=True, slots=True)
class MarkPage:
    title: str
    crumb: Link
    form: Form
    pages: tuple[MarkedPage, ...]
    why: str


def document_page(
    actor: Actor, code: str, at: datetime, forms: Mapping[str, type[Form]], wrong: Mapping[str, Form]
) -> DocumentPage:
    """`forms` are those of the acts by name; `wrong` holds the one that could not be taken."""
    value = queries.document_value(actor, code)
    line = value.line
    return DocumentPage(
        title=title_of(line),
        code=code,
        mark=words.illustration(line.is_illustration),
        list=Link(_("Văn bản"), reverse("documents:list")),
        state=state_glyph(line.state),
        meta=" · ".join(filter(None, [line.citation, line.issuer])),
        notes=_notes(value),
        open=_open(value),
        terms=_terms(value),
        files=tuple(_file(code, one, may_open=value.rights.open) for one in value.renditions),
        shares=tuple(
            ShareLine(
                one.unit,
                " · ".join(filter(None, [one.because, moment(one.shared_at), one.post])),
                reverse("documents:unshare", args=[code]) if value.rights.share else "",
                one.unit_id,
            )
            for one in value.shares
        ),
        links=tuple(
            LinkLine(about, reverse("documents:unlink", args=[code]) if value.rights.link else "")
            for about in value.links
        ),
        same=tuple(row_of(other) for other in queries.duplicates(actor, code)),
        acts=_acts(value, forms, wrong),
        panels=sheet.shown_on("document", actor, code, at),
        why=value.why,
    )


def register_page(actor: Actor, code: str, form: Form, *, left: int) -> RegisterPage:
    value = queries.document_value(actor, code, power="document.register")
    has_pictures = bool(value.renditions) and queries.is_pictured(value.renditions[0].media_type)
    shown = range(1, min(value.pages or 1, 3) + 1) if has_pictures else ()
    typed = {name: form[name].value() or "" for name in ("citation", "issuer")}
    same = {other.code: other for other in queries.duplicates(actor, code)}
    same |= {o.code: o for o in queries.numbered_like(actor, **typed, besides=code)}
    return RegisterPage(
        title=_("Vào sổ văn bản"),
        code=code,
        tray=Link(_("Chờ vào sổ"), reverse("documents:tray")),
        left=ngettext("Còn %(count)s văn bản chờ.", "Còn %(count)s văn bản chờ.", left) % {"count": left},
        form=form,
        url=reverse("documents:register", args=[code]),
        discard_url=reverse("documents:discard", args=[code]) if value.rights.discard else "",
        notes=_notes(value),
        same=tuple(row_of(other) for other in same.values()),
        pictures=tuple(reverse("documents:picture", args=[code, page]) for page in shown),
        words="" if has_pictures else queries.first_words(actor, code),
        version=value.version,
        why=value.why,
    )


def described(value: DocumentValue) -> dict[str, Any]:
    """What the form of a registered document begins with."""
    line = value.line
    return {
        "subject": line.subject,
        "system": line.system,
        "type_key": line.type_key,
        "citation": line.citation,
        "issued_date": line.issued_date,
        "issuer": line.issuer,
        "signer": value.signer,
        "signer_post": value.signer_post,
        "recipients": value.recipients,
        "urgency": line.urgency,
        "due_date": line.due_date,
        "note": value.note,
        "version": value.version,
    }


def describe_page(actor: Actor, code: str, form: Form) -> FormPage:
    value = queries.document_value(actor, code, power="document.describe")
    return FormPage(_("Sửa mô tả văn bản"), Link(title_of(value.line), value.line.url), form, value.why)


def share_form(actor: Actor, code: str, typed: QueryDict, at: datetime, make: Callable[..., Form]) -> Form:
    """Offices to send to: what was searched for first. Personal data in the text asks for a word of its own."""
    chosen = [int(text) for text in typed.getlist("unit_ids") if text.isdecimal() and len(text) < 19]
    units = units_to_choose(actor, at, text=typed.get("find", ""), chosen=chosen)
    personal = queries.personal_in_words(queries.document_value(actor, code, power="document.share").personal)
    said = _("Trong văn bản có %(kinds)s.") % {"kinds": personal} if personal else ""
    named = [(unit.id, unit.name) for unit in units]
    if "search" in typed or not typed:
        return make(initial={"find": typed.get("find", ""), "unit_ids": chosen}, units=named, personal=said)
    return make(typed, units=named, personal=said)


def share_page(actor: Actor, code: str, form: Form) -> SharePage:
    value = queries.document_value(actor, code)
    return SharePage(
        title=_("Gửi văn bản cho cơ quan khác"),
        crumb=Link(title_of(value.line), value.line.url),
        said=_("Cơ quan nhận mở được văn bản này từ lúc gửi; việc gửi và mỗi lần mở đều được ghi lại."),
        form=form,
        notes=_notes(value),
        why=value.why,
    )


def mark_form(actor: Actor, code: str, texts: Sequence[str], typed: QueryDict, make: Callable[..., F]) -> F:
    """Personal data found in the text is offered to be hidden, each string once."""
    found = [
        (string, f"{queries.personal_in_words([kind])}: {string}") for kind, string in queries.personal_strings(texts)
    ]
    version = queries.document_value(actor, code).version
    return make(typed or None, found=found, initial={"version": version, "found": [string for string, _said in found]})


def mark_page(actor: Actor, code: str, form: Form, texts: Sequence[str]) -> MarkPage:
    value = queries.document_value(actor, code)
    has_pictures = queries.is_pictured(queries.shown_of(value.renditions).media_type)
    return MarkPage(
        title=_("Che thông tin"),
        crumb=Link(title_of(value.line), value.line.url),
        form=form,
        pages=tuple(
            MarkedPage(number, text, reverse("documents:picture", args=[code, number]) if has_pictures else "")
            for number, text in enumerate(texts, start=1)
        ),
        why=value.why,
    )


def _open(value: DocumentValue) -> Link | None:
    if not value.rights.open or not value.renditions:
        return None
    newest = value.renditions[0]
    better = ("SEARCHABLE", "PRINTED")  # what a browser shows, and search finds words in
    same = (one for one in value.renditions if one.kind in better and one.number == newest.number)
    best = next(same, newest)
    return Link(_("Mở văn bản"), reverse("documents:file", args=[value.line.code, best.kind.lower(), best.number]))


def _file(code: str, one: RenditionValue, *, may_open: bool) -> FileLine:
    label = str(RENDITIONS[one.kind])
    if one.number > 1:
        label = _("%(kind)s, lần %(number)s") % {"kind": label, "number": one.number}
    return FileLine(
        kind=label,
        facts=" · ".join([one.file_name, size_in_words(one.size), moment(one.made_at), one.made_post]),
        url=reverse("documents:file", args=[code, one.kind.lower(), one.number]) if may_open else "",
        label=_("Mở"),
        signatures=tuple(signature_line(signature) for signature in one.signatures),
    )


def _terms(value: DocumentValue) -> tuple[Term, ...]:
    line = value.line
    kept = retention.CLASSES.get(value.retention)
    retained = ""
    if kept is not None:
        until = _(" (đến %(day)s)") % {"day": words.day(value.keep_until)} if value.keep_until else ""
        retained = queries.retention_name(value.retention) + until
    book_url = reverse("documents:book", args=[value.book_id]) if value.book_id else ""
    terms: list[tuple[str, Any, str]] = [
        (_("Số và ký hiệu"), line.citation, ""),
        (_("Loại văn bản"), queries.type_name(line.system, line.type_key), ""),
        (_("Ngày văn bản"), words.day(line.issued_date) if line.issued_date else "", ""),
        (_("Cơ quan ban hành"), line.issuer, ""),
        (_("Người ký"), ", ".join(filter(None, [value.signer, value.signer_post])), ""),
        (_("Nơi nhận ghi trên văn bản"), value.recipients, ""),
        (_("Hệ thống văn bản"), SYSTEMS[line.system], ""),
        (_("Độ khẩn"), URGENCIES[line.urgency], ""),
        (_("Sổ"), value.book or DIRECTIONS[line.direction] if line.state != "DRAFT" else "", book_url),
        (_("Số đến") if line.direction == "IN" else _("Số trong sổ"), line.book_number or "", ""),
        (_("Ngày đến"), words.day(line.arrival_date) if line.arrival_date else "", ""),
        (_("Hạn trả lời"), words.day(line.due_date) if line.due_date else "", ""),
        (_("Số trang"), value.pages or "", ""),
        (_("Thời hạn bảo quản"), retained, ""),
        (_("Cơ quan vào sổ"), value.owner, ""),
        (_("Vào sổ lúc"), ", ".join(filter(None, [value.registered_post, moment(value.registered_at)])), ""),
        (_("Ghi chú"), value.note, ""),
    ]
    return tuple(Term(name, str(text), url) for name, text, url in terms if text)


def _notes(value: DocumentValue) -> tuple[Note, ...]:
    notes = []
    if value.line.state == "RECALLED":
        notes.append(Note(_("Đã thu hồi:"), value.recall_reason, is_late=True))
    if value.line.is_unread:
        notes.append(Note(_("Máy chưa đọc được tệp này."), _("Hai người của cơ quan đã cùng cho nhận."), is_late=True))
    if value.line.is_internal:
        said = [queries.kept_place_in_words(kind, page) for rule, kind, page in value.findings if rule == "G5"]
        notes.append(Note(_("Lưu hành nội bộ."), " · ".join(filter(None, [queries.rule_in_words("G5"), *said[:1]]))))
    if not value.renditions:
        notes.append(Note(_("Đang lập văn bản."), _("Đã có số; tệp DOCX và PDF sẽ có ở đây trong giây lát.")))
    if value.is_frozen:
        notes.append(Note(_("Đang được giữ nguyên:"), value.frozen_reason))
    if value.personal and value.line.state != "DRAFT":
        text = _("Trong văn bản có %(kinds)s. Xem trước khi gửi; có thể lập bản đã che.") % {
            "kinds": queries.personal_in_words(value.personal)
        }
        notes.append(Note(_("Có dữ liệu cá nhân."), text))
    return tuple(notes)


def _acts(value: DocumentValue, forms: Mapping[str, type[Form]], wrong: Mapping[str, Form]) -> tuple[Act, ...]:
    rights, code = value.rights, value.line.code
    offered = [
        (rights.register, "register", _("Xem và vào sổ"), "", False),
        (rights.share, "share", _("Gửi cho cơ quan khác"), "", False),
        (rights.link, "link", _("Gắn vào hồ sơ"), _("Gắn"), True),
        (rights.redact, "mark", _("Che thông tin"), "", False),
        (rights.describe, "describe", _("Sửa mô tả"), "", False),
        (rights.replace, "replace", _("Thay bằng bản mới"), _("Đưa bản mới vào"), True),
        (rights.retain, "retain", _("Đặt thời hạn bảo quản"), _("Đặt"), True),
        (rights.freeze and not value.is_frozen, "freeze", _("Giữ nguyên, không cho hủy"), _("Giữ nguyên"), True),
        (rights.freeze and value.is_frozen, "unfreeze", _("Thôi giữ nguyên"), _("Thôi giữ"), True),
        (rights.recall, "recall", _("Thu hồi văn bản"), _("Thu hồi"), True),
    ]
    acts = []
    for is_allowed, name, title, label, has_form in offered:
        if not is_allowed:
            continue
        form = None
        if has_form:
            given = {"version": value.version, "retention_key": value.retention}
            form = wrong.get(name) or forms[name](initial=given, auto_id=f"{name}_%s")
        url = reverse(f"documents:{name}", args=[code])
        acts.append(Act(name, url, title, label, form, name in wrong, has_file=name == "replace"))
    return tuple(acts)
