"""The page of one obligation, and the explanation of its date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground import sheet
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.dates import Explanation
from phoihop.ground.parts import Day, DueDate, Glyph, Link, Note, Row, Term, WhyDate, words
from phoihop.ground.powers import may
from phoihop.obligations import queries
from phoihop.obligations.pages.acts import Act
from phoihop.obligations.pages.expected import ExpectedSection, choices_of, document_link, expected_section
from phoihop.obligations.pages.words import LANE_ROLES, LANE_STATES, day, due_of, glyph_of, line_of, moment
from phoihop.obligations.queries import ExtensionValue, ObligationValue

# What the reader is waited for; the other acts are offered beside, never as the page's one button.
PRIMARY = ("decide-extension", "accept", "hand-in", "support")
MARKS = {"start": "start", "off": "off", "holiday": "hol", "swap_off": "hol", "swap_work": "swap", "end": "end"}


@dataclass(frozen=True, slots=True)
class LaneLine:
    unit: str
    role: str
    glyph: Glyph
    note: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Proof:
    unit: str
    post: str
    at: str
    statement: str
    reference: str
    link: str  # the reference where it is an address
    document: Link | None  # the registered document that it names


@dataclass(frozen=True, slots=True)
class ExtensionLine:
    glyph: Glyph
    span: str
    reason: str
    asked_by: str
    decided: str
    answer: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    title: str
    code: str
    tag: str
    board: Link
    glyph: Glyph
    meta: str
    due: DueDate | None
    no_due: str
    why_date: WhyDate | None
    notes: tuple[Note, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    lanes: tuple[LaneLine, ...]
    evidence: tuple[Proof, ...]
    expected: ExpectedSection | None
    take_in: str  # where a file is brought into the register for this obligation; empty for whoever may give none
    extensions: tuple[ExtensionLine, ...]
    waits_on: tuple[Row, ...]
    blocks: tuple[Row, ...]
    panels: tuple[sheet.Shown, ...]
    why: str


@dataclass(frozen=True, slots=True)
class WhyPage:
    title: str
    code: str
    url: str
    why_date: WhyDate
    why: str


def item_page(actor: Actor, code: str, at: datetime, start: Callable[..., Form], wrong: Mapping[str, Form]) -> ItemPage:
    """`start` makes the form of an act; `wrong` holds the one that could not be taken, by the name of its act."""
    value = queries.obligation_value(actor, code, local_date(at))
    row = value.row
    primary, acts = _acts(value, start, wrong)
    return ItemPage(
        title=row.title,
        code=row.code,
        tag=words.illustration(row.is_illustration),
        board=Link(_("Nghĩa vụ"), reverse("obligations:board")),
        glyph=glyph_of(row),
        meta=" · ".join(
            filter(
                None,
                [
                    _("%(lead)s làm cho %(entitled)s") % {"lead": value.lead.name, "entitled": value.entitled.name},
                    row.clause,
                    row.dossier or row.source,
                ],
            )
        ),
        due=due_of(row),
        no_due=_no_due(value),
        why_date=why_date(value),
        notes=_notes(value),
        primary=primary,
        acts=acts,
        lanes=tuple(
            LaneLine(
                lane.unit.name,
                str(LANE_ROLES[lane.role]),
                Glyph.of(LANE_STATES[lane.state][0], str(LANE_STATES[lane.state][1])),
                lane.note,
                lane.is_mine,
            )
            for lane in value.lanes
        ),
        evidence=tuple(
            Proof(
                e.unit,
                e.post,
                moment(e.given_at),
                e.statement,
                e.reference,
                _link(e.reference),
                document_link(e.document),
            )
            for e in value.evidence
        ),
        expected=expected_section(value, start, wrong),
        take_in=_take_in(actor, value),
        extensions=tuple(_extension(extension) for extension in value.extensions),
        waits_on=tuple(line_of(other) for other in value.waits_on),
        blocks=tuple(line_of(other) for other in value.blocks),
        panels=sheet.shown_on("obligation", actor, code, at),
        why=value.why,
    )


def why_page(actor: Actor, code: str, at: datetime) -> WhyPage:
    """The explained date alone: a fragment into a row, or a page without script."""
    value = queries.obligation_value(actor, code, local_date(at))
    return WhyPage(
        title=_("Vì sao hạn là ngày này?"),
        code=code,
        url=reverse("obligations:item", args=[code]),
        why_date=why_date(value) or WhyDate((Term(_("Hạn"), _no_due(value)),)),
        why=value.why,
    )


def why_date(value: ObligationValue) -> WhyDate | None:
    explanation = value.explanation
    if explanation is None:
        return None
    said = [Term(name, text) for name, text in queries.explanation_in_words(explanation)]
    clause = [Term(_("Căn cứ"), value.row.clause)] if value.row.clause else []
    return WhyDate(tuple(said[:2]), _strip(explanation), (*said[2:], *clause))


def _strip(explanation: Explanation) -> tuple[Day, ...]:
    return tuple(
        Day(str(mark.day.day), str(mark.ordinal) if mark.ordinal else _sign(mark.kind), MARKS.get(mark.kind, ""))
        for mark in explanation.strip
    )


def _sign(kind: str) -> str:
    return "·" if kind == "start" else "–"


def _no_due(value: ObligationValue) -> str:
    row = value.row
    if row.due_date is not None:
        return ""
    if row.waits_for:
        return _("Chưa có hạn: còn chờ %(event)s.") % {"event": queries.anchor_in_words(row.waits_for)}
    return _("Chưa định hạn.")


def _notes(value: ObligationValue) -> tuple[Note, ...]:
    row = value.row
    notes = []
    if value.reason and row.state in ("RETURNED", "BLOCKED", "WAIVED"):
        title = {
            "RETURNED": _("Được trả lại:"),
            "BLOCKED": _("Đang bị chặn:"),
            "WAIVED": _("Được miễn:"),
        }[row.state]
        notes.append(Note(title, value.reason, is_late=row.state != "WAIVED"))
    if row.shown == "late" and value.blocks:
        notes.append(
            Note(_("Việc trễ này đang chặn việc khác."), ", ".join(o.code for o in value.blocks), is_late=True)
        )
    return tuple(notes)


def _acts(
    value: ObligationValue, start: Callable[..., Form], wrong: Mapping[str, Form]
) -> tuple[Act | None, tuple[Act, ...]]:
    """The likeliest next step first; the rest beside it."""
    rights, row = value.rights, value.row
    support_left = any(
        lane.role == "SUPPORTING" and lane.state in ("OPEN", "IN_PROGRESS", "RETURNED") for lane in value.lanes
    )
    missing = sum(line.shown in ("open", "overdue") for line in value.expected)
    offered = [
        (rights.accept, "accept", _("Nghiệm thu"), _("Nghiệm thu"), False),
        (rights.hand_in, "hand-in", _("Nộp kết quả"), _("Nộp"), True),
        (rights.support, "support", _("Nộp phần của cơ quan tôi"), _("Nộp phần của mình"), True),
        (rights.give_back, "return", _("Trả lại để làm tiếp"), _("Trả lại"), True),
        (rights.start, "start", _("Bắt đầu làm"), _("Bắt đầu"), False),
        (rights.unblock, "unblock", _("Gỡ chặn"), _("Gỡ chặn"), False),
        (rights.ask_extension, "ask-extension", _("Đề nghị gia hạn"), _("Gửi đề nghị"), True),
        (rights.grant_extension, "grant-extension", _("Gia hạn"), _("Gia hạn"), True),
        (rights.block, "block", _("Báo bị chặn"), _("Báo bị chặn"), True),
        (rights.waive, "waive", _("Miễn nghĩa vụ"), _("Miễn"), True),
    ]
    acts = []
    for is_allowed, name, title, label, has_form in offered:
        if not is_allowed:
            continue
        form = None
        if has_form:
            form = start(
                name,
                row.version,
                has_open_support=support_left,
                has_missing=missing > 0,
                documents=choices_of(value.to_give),
                given=wrong.get(name),
            )
        acts.append(
            Act(name, reverse(f"obligations:{name}", args=[row.code]), title, label, form, row.version, name in wrong)
        )
    if rights.decide_extension:
        asked = next(e for e in value.extensions if e.state == "REQUESTED")
        form = start("decide-extension", row.version, given=wrong.get("decide-extension"))
        url = reverse("obligations:decide-extension", args=[row.code, asked.id])
        title = _("Trả lời đề nghị gia hạn đến %(day)s") % {"day": day(asked.to_date)}
        acts.insert(0, Act("decide-extension", url, title, _("Trả lời"), form, row.version, True))
    if acts and acts[0].name in PRIMARY:
        return acts[0], tuple(acts[1:])
    return None, tuple(acts)


def _extension(extension: ExtensionValue) -> ExtensionLine:
    states = {
        "REQUESTED": Glyph("wait", _("Chờ trả lời")),
        "GRANTED": Glyph("done", _("Đã gia hạn")),
        "REFUSED": Glyph("block", _("Không gia hạn")),
    }
    decided = f"{extension.decided_by}, {moment(extension.decided_at)}" if extension.decided_at else ""
    return ExtensionLine(
        glyph=states[extension.state],
        span=f"{day(extension.from_date)} → {day(extension.to_date)}",
        reason=extension.reason,
        asked_by=extension.unit,
        decided=decided,
        answer=extension.answer,
    )


def _take_in(actor: Actor, value: ObligationValue) -> str:
    if not may(actor, "document.take_in") or not any(lane.is_mine for lane in value.lanes):
        return ""
    return f"{reverse('documents:take-in')}?{urlencode({'ve': value.row.code})}"


def _link(reference: str) -> str:
    return reference if reference.lower().startswith(("http://", "https://")) else ""
