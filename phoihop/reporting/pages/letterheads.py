"""The page of an office's letterhead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Link, Term, words
from phoihop.reporting import queries
from phoihop.reporting.queries import Letter, LetterheadValue, TemplateLine
from phoihop.reporting.rules import checks, examples
from phoihop.reporting.rules.checks import Departure
from phoihop.reporting.rules.layouts import MEASURES, SPANS, STATE

PART_WORDS = {
    **queries.MEASURE_WORDS,
    "organ": gettext_lazy("tên cơ quan ban hành"),
    "place": gettext_lazy("địa danh"),
    "symbol": gettext_lazy("chữ viết tắt tên cơ quan"),
    "post": gettext_lazy("chức vụ người ký"),
    "signer": gettext_lazy("họ tên người ký"),
    "archive": gettext_lazy("nơi lưu"),
}
OWN_PARTS = frozenset({"organ", "place", "symbol", "post", "signer", "archive", "authority_of", "number"})
SURENESS = {
    "LAW": gettext_lazy("theo Nghị định 30/2020/NĐ-CP"),
    "AGREED": gettext_lazy("theo các phần mềm soạn văn bản Đảng thống nhất với nhau"),
    "DIFFER": gettext_lazy("các phần mềm soạn văn bản Đảng làm khác nhau; cơ quan tự chọn"),
    "CUSTOM": gettext_lazy("theo thông lệ"),
}
KINDS = {"cong-van": False, "ke-hoach": True}  # of samples: whether the letter has a type


@dataclass(frozen=True, slots=True)
class MeasureRow:
    name: str
    value: str
    span: str
    sureness: str


@dataclass(frozen=True, slots=True)
class Preview:
    label: str
    alt: str
    url: str


@dataclass(frozen=True, slots=True)
class LetterheadPage:
    title: str
    unit: str
    proposed: str
    terms: tuple[Term, ...]
    form: Form | None
    save_url: str
    departures: tuple[str, ...]
    previews: tuple[Preview, ...]
    downloads: tuple[Link, ...]
    measures: tuple[MeasureRow, ...]
    template: str
    adopt: Form | None
    adopt_url: str
    drop_url: str
    fields: tuple[str, ...]
    lists: tuple[str, ...]


def letterhead_page(
    actor: Actor, code: str, acts: Mapping[str, type[Form]], wrong: Mapping[str, Form]
) -> LetterheadPage:
    """The letterhead of an office, with the forms `acts` for those who may set it; `wrong` could not be taken."""
    view = queries.letterhead(actor, code)
    value = view.value
    is_keeper = view.is_keeper
    template = view.template
    return LetterheadPage(
        title=_("Mẫu văn bản"),
        unit=value.unit.name,
        proposed="" if value.is_set else _("Các ô dưới đây mới là gợi ý từ tên cơ quan; văn thư xem lại rồi lưu."),
        terms=_terms(value),
        form=(wrong.get("set") or acts["set"](initial=start(view), auto_id="id_%s")) if is_keeper else None,
        save_url=reverse("reporting:amend", args=[code]),
        departures=(*departures(value), *_of_template(value, template)),
        previews=tuple(_preview(code, kind, value.version) for kind in KINDS),
        downloads=_downloads(code),
        measures=tuple(_measure(value, name) for name in MEASURES),
        template=_("Đang dùng khuôn %(name)s, nhận ngày %(day)s.")
        % {"name": template.name, "day": words.day(local_date(template.adopted_at))}
        if template
        else "",
        adopt=(wrong.get("adopt") or acts["adopt"](auto_id="adopt_%s")) if is_keeper else None,
        adopt_url=reverse("reporting:adopt", args=[code]),
        drop_url=reverse("reporting:drop", args=[code]) if template and is_keeper else "",
        fields=tuple(name for name in checks.FIELDS if name not in checks.LISTS),
        lists=tuple(sorted(checks.LISTS)),
    )


def start(view: queries.LetterheadView) -> dict[str, Any]:
    """The form as the office's letterhead stands."""
    value = view.value
    names = ("system", "parent", "organ", "place", "symbol", "archive", "footer", "about_words", "version")
    return {
        **{name: getattr(value, name) for name in names},
        **{name: queries.plain(getattr(value.layout, name)) for name in MEASURES},
        "measured_for": value.system,
        "signers": "\n".join(queries.signer_line(value.system, signer) for signer in value.signers),
    }


def sample_letter(actor: Actor, code: str, kind: str, at: datetime) -> Letter:
    """An invented letter under the office's own head. An unknown kind is a công văn."""
    value = queries.letterhead(actor, code).value
    return example(value, at, has_type=KINDS.get(kind, False))


def example(value: LetterheadValue, at: datetime | None, *, has_type: bool) -> Letter:
    invented = examples.letter(value.system, has_type=has_type)
    number = _number(value, has_type=has_type)
    head = queries.letter_of(value, at) if at else replace(invented, unit_id=value.unit.id)
    return replace(
        invented,
        parent=value.parent,
        organ=value.organ,
        place=value.place,
        symbol=value.symbol,
        number=number,
        date=head.date,
        authority=_signer(value)[0],
        authority_of=_signer(value)[1],
        post=_signer(value)[2],
        signer=_signer(value)[3],
        archive=value.archive,
        footer=value.footer,
        about_words=value.about_words,
        unit_id=value.unit.id,
    )


def departures(value: LetterheadValue) -> tuple[str, ...]:
    """What in the letterhead departs from the rule, in words."""
    of_parts = [d for d in checks.of_letter(example(value, None, has_type=True)) if d.part in OWN_PARTS]
    return tuple(said(value.system, departure) for departure in (*checks.of_layout(value.layout), *of_parts))


def _of_template(value: LetterheadValue, template: TemplateLine | None) -> tuple[str, ...]:
    """What in the page of an office's own template departs from the rule."""
    if template is None:
        return ()
    margins = {name: measure for name, measure in template.page.items() if name in MEASURES}
    found = checks.of_page(template.page["width"], template.page["height"], margins, value.system)
    return tuple(_("Khuôn Word: %(what)s") % {"what": said(value.system, departure)} for departure in found)


def said(system: str, departure: Departure) -> str:
    """One departure as a sentence."""
    part = str(PART_WORDS.get(departure.part, departure.part))
    filled = {"part": part, "found": departure.found, "wanted": departure.wanted}
    if departure.rule == "measure":
        why = str(SURENESS[SPANS[system][departure.part].sureness])
        return _("%(part)s: đang là %(found)s, quy cách là %(wanted)s (%(why)s).") % {**filled, "why": why}
    if departure.rule == "page":
        return _("Khổ giấy là %(found)s mm, quy cách là A4, %(wanted)s mm.") % filled
    if departure.rule == "missing":
        return _("Còn thiếu %(part)s.") % filled
    if departure.rule == "degree":
        return _("Trước họ tên người ký không ghi học hàm, học vị, quân hàm: %(found)s.") % filled
    if departure.rule == "authority":
        marks = "TM., KT., TL." if system == STATE else "T/M, K/T, T/L"
        return _("„%(found)s“ là cách ghi của hệ thống kia; ở đây dùng %(marks)s.") % {**filled, "marks": marks}
    return _("Số, ký hiệu %(found)s không theo mẫu %(wanted)s.") % filled


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _signer(value: LetterheadValue) -> tuple[str, str, str, str]:
    if not value.signers:
        return "", "", "", ""
    first = value.signers[0]
    return first.authority, first.authority_of, first.post, first.name


def _number(value: LetterheadValue, *, has_type: bool) -> str:
    if not value.symbol:
        return ""
    if value.system == STATE:
        return f"05/KH-{value.symbol}" if has_type else f"05/{value.symbol}-VP"
    return f"05-{'KH' if has_type else 'CV'}/{value.symbol}"


def _terms(value: LetterheadValue) -> tuple[Term, ...]:
    system = dict(queries.SYSTEM_WORDS)[value.system]
    return (
        Term(_("Thể thức"), str(system)),
        Term(_("Cơ quan chủ quản trực tiếp"), value.parent or "–"),
        Term(_("Cơ quan ban hành"), value.organ),
        Term(_("Địa danh"), value.place or "–"),
        Term(_("Chữ viết tắt"), value.symbol or "–"),
        Term(_("Người ký"), "; ".join(queries.signer_line(value.system, signer) for signer in value.signers) or "–"),
        Term(_("Chân trang thứ nhất"), value.footer or "–"),
    )


def _measure(value: LetterheadValue, name: str) -> MeasureRow:
    span = SPANS[value.system][name]
    low, high = queries.plain(span.low), queries.plain(span.high)
    return MeasureRow(
        name=str(queries.MEASURE_WORDS[name]),
        value=f"{queries.plain(getattr(value.layout, name))}".replace(".", ","),
        span=(f"{low}" if low == high else f"{low} - {high}").replace(".", ","),
        sureness=str(SURENESS[span.sureness]),
    )


def _preview(code: str, kind: str, version: int) -> Preview:
    label = _("Kế hoạch") if KINDS[kind] else _("Công văn")
    url = f"{reverse('reporting:preview', args=[code])}?loai={kind}&ban={version}"
    return Preview(label, _("Trang một của văn bản mẫu: %(kind)s") % {"kind": label}, url)


def _downloads(code: str) -> tuple[Link, ...]:
    return tuple(
        Link(label, reverse("reporting:sample", args=[code, kind]))
        for kind, label in (
            ("pdf", _("Công văn mẫu (PDF)")),
            ("docx", _("Công văn mẫu (Word)")),
            ("khuon", _("Khuôn Word để sửa")),
        )
    )
