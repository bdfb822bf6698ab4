"""Composing letters, and keeping what an office prints at their head."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.organizations.queries import UnitName, unit_names
from phoihop.reporting import queries
from phoihop.reporting.events import LetterheadSet, LetterheadTemplateAdopted, LetterheadTemplateDropped
from phoihop.reporting.models import Letterhead, Template
from phoihop.reporting.outside import docx, own, typeset
from phoihop.reporting.queries import Signer
from phoihop.reporting.rules import checks, examples, letters
from phoihop.reporting.rules.layouts import POSSIBLE, SYSTEMS, is_possible, layout, own_measures
from phoihop.reporting.rules.letters import Letter, Paragraph, Printed, Unfit

__all__ = [
    "Composed",
    "Letter",
    "Paragraph",
    "adopt_template",
    "check_letter",
    "compose_letter",
    "drop_template",
    "picture_letter",
    "sample_file",
    "set_letterhead",
    "starting_template",
    "use_judge",
]

MOST_SIGNERS = 12
UNFIT = {
    "no-organ": gettext_lazy("chưa có tên cơ quan ban hành"),
    "no-subject": gettext_lazy("chưa có trích yếu"),
    "no-body": gettext_lazy("chưa có nội dung"),
    "unknown-authority": gettext_lazy("hệ thống văn bản này không dùng ký hiệu quyền hạn đã chọn"),
    "unknown-urgency": gettext_lazy("dấu khẩn chỉ có KHẨN, THƯỢNG KHẨN và HỎA TỐC"),
    "too-long": gettext_lazy("trích yếu, tên cơ quan hoặc nội dung quá dài"),
}
UNUSABLE = {
    "no-docx": gettext_lazy("tệp không phải DOCX đọc được"),
    "no-page": gettext_lazy("tệp không nêu khổ giấy và lề"),
    "too-large": gettext_lazy("tệp quá lớn; khuôn văn bản tối đa 2 MB"),
    "marks": gettext_lazy("một dấu trường hoặc dấu vòng lặp viết chưa đúng hoặc chưa đóng"),
    "broken": gettext_lazy("một dấu vòng lặp cắt ngang bảng hoặc đoạn văn"),
    "unknown-field": gettext_lazy("không có trường %(where)s"),
    "loop": gettext_lazy("vòng lặp chỉ được đi qua một danh sách có sẵn: %(where)s"),
    "not-allowed": gettext_lazy("khuôn chỉ được nêu tên trường; không được dùng %(where)s"),
    "missing": gettext_lazy("khuôn thiếu trường bắt buộc: %(where)s"),
}

Judge = Callable[[bytes, str], tuple[str, ...]]
_judges: list[Judge] = []


@dataclass(frozen=True, slots=True)
class Composed:
    """One letter in both forms. Nothing of it has been kept."""

    docx: bytes
    pdf: bytes


def use_judge(judge: Judge) -> None:
    """The room of documents announces its guard here at start-up: it says why a file is unfit, or nothing."""
    _judges[:] = [judge]


def compose_letter(*, letter: Letter, by: Actor, at: datetime) -> Composed:
    """The letter as an editable DOCX and as an official PDF, both of the same words. Keeps nothing.

    With `unit_id` the office's own measures are used, and its own template for the DOCX. Whoever registers the files
    has the text judged by the guard. Refused: a letter without organ, subject or body, a character the typeface lacks,
    no typeface.
    """
    said = _printed(letter)
    page = queries.layout_of(letter.unit_id, letter.system)
    pdf = typeset.pdf(said, page)
    content = queries.template_content(letter.unit_id) if letter.unit_id is not None else None
    return Composed(docx=docx.docx(said, page) if content is None else own.fill(content, said), pdf=pdf)


def check_letter(*, letter: Letter, by: Actor, at: datetime) -> str:
    """Whether the letter can be made, without making it; gives every line of the page, for the guard to judge.

    Refused as `compose_letter`, with the place where a character stands that cannot be printed.
    """
    said = _printed(letter)
    typeset.check(said)
    return "\n".join(line for lines in typeset.words(said).values() for line in lines)


def picture_letter(*, letter: Letter, dots: int = 80, by: Actor, at: datetime) -> list[bytes]:
    """The pages of the letter as PNG. Refused as `compose_letter`."""
    return typeset.pictures(_printed(letter), queries.layout_of(letter.unit_id, letter.system), dots=dots)


def sample_file(*, letter: Letter, kind: str, by: Actor, at: datetime) -> bytes:
    """The letter in one form: "pdf", "docx", or "khuon", the page to begin a template of one's own with."""
    if kind == "khuon" and letter.unit_id is not None:
        return starting_template(unit_id=letter.unit_id, by=by, at=at)
    composed = compose_letter(letter=letter, by=by, at=at)
    return composed.pdf if kind == "pdf" else composed.docx


def starting_template(*, unit_id: int, by: Actor, at: datetime) -> bytes:
    """The office's layout as a Word file with marks, to be changed and brought back."""
    found = queries.letterheads([unit_id]).get(unit_id)
    if found is None:
        raise NotVisible
    marks = own.marks()
    is_state = found.system == "STATE"
    return docx.starter(marks if is_state else own.for_party(marks), found.layout)


@command("letterhead.set")
def set_letterhead(
    *,
    unit_id: int,
    system: str,
    organ: str,
    parent: str = "",
    place: str = "",
    symbol: str = "",
    signers: Sequence[Signer] = (),
    archive: str = "",
    footer: str = "",
    about_words: str = "V/v",
    measures: Mapping[str, float] | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> LetterheadSet:
    """Sets what an office prints. Refused: no name of the organ, an unknown system, a measure no page can have."""
    unit = _unit(unit_id)
    row = queries.row_of(unit)
    ask(by, "letterhead.set", row)
    if system not in SYSTEMS:
        raise Refused(_("Chọn thể thức văn bản của Nhà nước hoặc của Đảng."))
    values: dict[str, Any] = {
        "system": system,
        "parent": _line(parent, 300),
        "organ": _line(organ, 300),
        "place": _line(place, 100),
        "symbol": "".join(_line(symbol, 60).split()),
        "signers": [_signer(system, signer) for signer in signers],
        "archive": _line(archive, 100),
        "footer": _line(footer, 300),
        "about_words": about_words if about_words in letters.ABOUT_WORDS else letters.ABOUT_WORDS[0],
        "measures": _measures(system, measures or {}),
    }
    if not values["organ"]:
        raise Refused(_("Cần tên cơ quan ban hành."))
    if len(values["signers"]) > MOST_SIGNERS:
        raise Refused(_("Mẫu ghi được nhiều nhất %(most)s chức danh ký.") % {"most": MOST_SIGNERS})
    event = LetterheadSet(code=unit.code, unit_id=unit_id, unit_name=unit.name, system=system)
    if not row.pk:
        _row, is_new = Letterhead.rows.get_or_create(unit_id=unit_id, defaults={"code": unit.code, **values})
        if not is_new:
            raise SomebodyWasFaster(unit.code)
        return tell(event)
    changes = {name: (getattr(row, name), value) for name, value in values.items() if getattr(row, name) != value}
    if not changes:
        nothing_changed()
        return event
    change(row, version=version, **values)
    return tell(event, changes={name: (str(old), str(new)) for name, (old, new) in changes.items()})


def adopt_template(*, unit_id: int, name: str, content: bytes, by: Actor, at: datetime) -> LetterheadTemplateAdopted:
    """Brings in an office's own Word template; the one before goes. Twice is harmless.

    Ask, judge, then one act, so that no transaction waits while the guard reads. Refused: what the guard refuses or
    cannot read, while no guard stands here, a file without the needed fields or with marks that are more than names of
    fields.
    """
    row = queries.row_of(_unit(unit_id))
    ask(by, "letterhead.adopt", row)
    examined = _check_template(name, content, row.system)
    page = {"width": examined.width, "height": examined.height, **examined.margins}
    return _keep_template(unit_id=unit_id, name=name, content=content, page=page, by=by, at=at)


@command("letterhead.adopt")
def _keep_template(
    *, unit_id: int, name: str, content: bytes, page: dict[str, float], by: Actor, at: datetime
) -> LetterheadTemplateAdopted:
    unit = _unit(unit_id)
    ask(by, "letterhead.adopt", queries.row_of(unit))
    sha256 = hashlib.sha256(content).hexdigest()
    event = LetterheadTemplateAdopted(code=unit.code, unit_id=unit_id, unit_name=unit.name, sha256=sha256)
    if Template.rows.filter(unit_id=unit_id, sha256=sha256).exists():
        nothing_changed()
        return event
    kept = {"name": _line(name, 200), "sha256": sha256, "content": content, "page": page, "adopted_at": at}
    Template.rows.update_or_create(unit_id=unit_id, defaults=kept)
    return tell(event)


@command("letterhead.drop")
def drop_template(*, unit_id: int, by: Actor, at: datetime) -> LetterheadTemplateDropped:
    """Goes back to the house's own layout. Twice is harmless."""
    unit = _unit(unit_id)
    ask(by, "letterhead.drop", queries.row_of(unit))
    event = LetterheadTemplateDropped(code=unit.code, unit_id=unit_id, unit_name=unit.name)
    deleted, _rows = Template.rows.filter(unit_id=unit_id).delete()
    if not deleted:
        nothing_changed()
        return event
    return tell(event)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _printed(letter: Letter) -> Printed:
    try:
        return letters.printed(letter)
    except Unfit as unfit:
        why = str(UNFIT[unfit.rule])
        raise Refused(_("Chưa lập được văn bản: %(why)s. Nội dung đã nhập vẫn còn.") % {"why": why}) from unfit


def _check_template(name: str, content: bytes, system: str) -> own.Examined:
    if len(content) > own.LARGEST:
        raise _unusable("too-large")
    if not _judges:
        said = _("Bộ lọc bảo mật chưa sẵn sàng nên chưa nhận tệp; không giữ lại gì. Nhờ quản trị viên kiểm tra.")
        raise Refused(said)
    reasons = _judges[0](content, name)
    if reasons:
        why = " ".join(reasons)
        raise Refused(_("Bộ lọc bảo mật không nhận tệp này; không giữ lại gì của tệp. %(why)s") % {"why": why})
    try:
        examined = own.examine(content, letters.printed(examples.letter(system)))
    except own.Unusable as wrong:
        raise _unusable(wrong.rule, wrong.where) from wrong
    missing = [departure.part for departure in checks.of_template(examined.named) if departure.is_grave]
    if missing:
        raise _unusable("missing", ", ".join(missing))
    return examined


def _unusable(rule: str, where: str = "") -> Refused:
    why = str(UNUSABLE[rule])
    why = why % {"where": where} if where and "%(where)s" in why else why.replace(": %(where)s", "")
    return Refused(_("Chưa nhận khuôn này: %(why)s. Khuôn đang dùng không đổi.") % {"why": why})


def _unit(unit_id: int) -> UnitName:
    unit = unit_names([unit_id]).get(unit_id)
    if unit is None:
        raise NotVisible
    return unit


def _line(text: str, longest: int) -> str:
    line = letters.one_line(text)
    if len(line) > longest:
        raise Refused(_("Một ô dài quá %(most)s ký tự.") % {"most": longest})
    return line


def _signer(system: str, signer: Signer) -> list[str]:
    if signer.authority and signer.authority not in letters.MARKS[system]:
        raise Refused(
            _("Thể thức này không dùng ký hiệu %(mark)s. Nhà nước: TM., KT., TL., TUQ., Q.; Đảng: T/M, K/T, T/L.")
            % {"mark": signer.authority}
        )
    if not signer.post and not signer.authority_of:
        raise Refused(_("Mỗi dòng người ký cần chức vụ."))
    parts = (signer.authority, signer.authority_of, signer.post, signer.name)
    return [_line(part, 200) for part in parts]


def _measures(system: str, given: Mapping[str, float]) -> dict[str, float]:
    for name, value in given.items():
        if name not in POSSIBLE or not is_possible(name, value):
            raise Refused(_("Số đo %(name)s nằm ngoài khoảng trang giấy chịu được.") % {"name": name})
    return own_measures(layout(system, given))
