"""The section of documents to be provided on the page of an obligation, and their words wherever they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.forms import Form
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.documents.queries import DocumentLine
from phoihop.ground.parts import Glyph, Link, State
from phoihop.obligations.pages.acts import Act
from phoihop.obligations.pages.words import day, moment
from phoihop.obligations.queries import GROUNDS, ExpectedValue, ObligationValue

SHOWN: dict[str, tuple[State, str | Promise]] = {
    "expected": (State.DOING, gettext_lazy("Phải cung cấp")),
    "provided": (State.DONE, gettext_lazy("Đã cung cấp")),
    "withheld": (State.HELD, gettext_lazy("Giữ lại có căn cứ")),
    "overdue": (State.LATE, gettext_lazy("Quá hạn")),
    "open": (State.PLAN, gettext_lazy("Còn chờ cung cấp")),
    "closed": (State.BLOCK, gettext_lazy("Khép lại, chưa có")),
    "review": (State.WAIT, gettext_lazy("Chờ duyệt giữ lại")),
    "recheck": (State.SOON, gettext_lazy("Đến ngày xem lại")),
}
UNNAMED = gettext_lazy("Một văn bản được giữ lại có căn cứ")


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """One expected document with what may be done about it."""

    id: int
    glyph: Glyph
    title: str
    note: str
    facts: tuple[str, ...]
    document: Link | None
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class ExpectedSection:
    lines: tuple[ExpectedLine, ...]
    add: Act | None


def expected_section(
    value: ObligationValue, start: Callable[..., Form], wrong: Mapping[str, Form]
) -> ExpectedSection | None:
    """None where nothing is expected and the reader cannot ask for anything."""
    if not value.expected and not value.rights.expect:
        return None
    return ExpectedSection(
        lines=tuple(_line(value, line, start, wrong) for line in value.expected), add=_add(value, start, wrong)
    )


def title_of(line: ExpectedValue) -> str:
    return line.title or str(UNNAMED)


def glyph_of_line(line: ExpectedValue) -> Glyph:
    """Where it stands, in a word; what waits for an approver or for a second look says so."""
    state, word = SHOWN[line.shown]
    if line.is_waiting and line.shown in ("open", "overdue"):
        icon = State.LATE if line.shown == "overdue" else State.WAIT
        late = _("Quá hạn, chờ duyệt giữ lại")
        return Glyph.of(icon, late if line.shown == "overdue" else str(SHOWN["review"][1]))
    if line.is_recheck_due and line.shown == "withheld":
        return Glyph.of(state, _("Giữ lại, đến ngày xem lại"))
    return Glyph.of(state, str(word))


def facts_of(line: ExpectedValue) -> tuple[str, ...]:
    """Who did what about it, and until when."""
    if line.state == "PROVIDED":
        return (_("%(who)s cung cấp %(at)s") % {"who": line.provided_post, "at": moment(line.provided_at)},)
    if line.state != "WITHHELD":
        return ()
    facts = [
        _("Căn cứ: %(ground)s") % {"ground": GROUNDS[line.ground]},
        _("Lý do: %(reason)s") % {"reason": line.reason} if line.reason else "",
        _("Xem lại ngày %(day)s") % {"day": day(line.recheck_date)},
        _("%(who)s đề nghị %(at)s") % {"who": line.withheld_post, "at": moment(line.withheld_at)},
    ]
    if line.reviewed_at:
        facts.append(_("%(who)s duyệt %(at)s") % {"who": line.reviewed_post, "at": moment(line.reviewed_at)})
    if line.is_hidden and line.title:
        facts.append(_("Tên chỉ cơ quan bạn thấy"))
    return tuple(filter(None, facts))


def document_link(line: DocumentLine | None) -> Link | None:
    """Number, date and subject of a registered document, as a link to it."""
    if line is None:
        return None
    number = line.citation or line.code
    dated = _("%(number)s ngày %(day)s") % {"number": number, "day": day(line.issued_date)}
    words = dated if line.issued_date else number
    return Link(f"{words}: {line.subject}" if line.subject else words, line.url)


def choices_of(documents: tuple[DocumentLine, ...]) -> list[tuple[str, str]]:
    return [(line.code, f"{line.citation or line.code} · {line.subject}"[:120]) for line in documents]


def _line(
    value: ObligationValue, line: ExpectedValue, start: Callable[..., Form], wrong: Mapping[str, Form]
) -> ExpectedLine:
    document = document_link(line.document)
    facts = facts_of(line)
    if line.state == "PROVIDED" and document is None:
        facts = (*facts, _("Văn bản này không mở cho bạn."))
    return ExpectedLine(
        id=line.id,
        glyph=glyph_of_line(line),
        title=title_of(line),
        note=line.note,
        facts=(line.unit.name, *facts),
        document=document,
        acts=tuple(_acts(value, line, start, wrong)),
    )


def _acts(
    value: ObligationValue, line: ExpectedValue, start: Callable[..., Form], wrong: Mapping[str, Form]
) -> list[Act]:
    rights = line.rights
    again = line.state == "WITHHELD"
    offered = [
        (rights.provide, "provide", _("Cung cấp văn bản"), _("Cung cấp"), True),
        (rights.review, "review-withholding", _("Duyệt giữ lại"), _("Trả lời"), True),
        (
            rights.withhold,
            "withhold",
            _("Giữ lại tiếp, đổi ngày xem lại") if again else _("Giữ lại"),
            _("Đề nghị giữ lại"),
            True,
        ),
        (rights.lift, "lift-withholding", _("Bỏ giữ lại"), _("Bỏ giữ lại"), False),
        (rights.drop, "drop-expected", _("Không cần văn bản này nữa"), _("Bỏ khỏi danh mục"), False),
    ]
    acts = []
    for is_allowed, name, title, label, has_form in offered:
        if not is_allowed:
            continue
        key = f"{name}-{line.id}"
        form = None
        if has_form:
            form = start(key, line.version, documents=choices_of(value.to_give), given=wrong.get(key))
        url = reverse(f"obligations:{name}", args=[value.row.code, line.id])
        acts.append(Act(name, url, title, label, form, line.version, key in wrong))
    return acts


def _add(value: ObligationValue, start: Callable[..., Form], wrong: Mapping[str, Form]) -> Act | None:
    if not value.rights.expect:
        return None
    units = [(str(lane.unit.id), lane.unit.name) for lane in value.lanes if lane.state != "WAIVED"]
    form = start("expect", value.row.version, units=units, given=wrong.get("expect"))
    url = reverse("obligations:expect", args=[value.row.code])
    title, label = _("Nêu thêm văn bản phải cung cấp"), _("Nêu văn bản")
    return Act("expect", url, title, label, form, value.row.version, "expect" in wrong)
