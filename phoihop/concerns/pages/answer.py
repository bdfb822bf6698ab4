"""Parts of one concern's page: what each agency adds, the one answer, and how it will be seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from phoihop.concerns import queries
from phoihop.concerns.pages import words as say
from phoihop.concerns.queries import ConcernValue
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Act, Glyph, Link, State, TimelineItem
from phoihop.publications.queries import as_html


@dataclass(frozen=True, slots=True)
class PartRow:
    unit: str
    role: str
    state: Glyph
    about: str
    text: str
    facts: str


@dataclass(frozen=True, slots=True)
class AnswerCard:
    state: Glyph
    facts: str
    html: SafeString
    parts: str
    evidence: tuple[Link, ...]
    reason: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What the portal will say to whoever has the code, and to everybody where it is made public."""

    code: str
    title: str
    state: str
    unit: str
    others: str
    question: str
    html: SafeString
    steps: tuple[TimelineItem, ...]
    who: str


def part_row(part: queries.PartValue) -> PartRow:
    written = _("viết %(day)s") % {"day": say.day_of(part.written_at)} if part.written_at else ""
    proof = _("căn cứ: %(evidence)s") % {"evidence": part.evidence} if part.evidence else ""
    return PartRow(
        unit=part.unit.name,
        role=str(say.ROLES[part.role]),
        state=say.glyph(say.PART_STATES, part.state),
        about=part.about,
        text=part.text,
        facts=say.joined([written, say.post(part.written_post), proof]),
    )


def answer_card(value: ConcernValue) -> AnswerCard | None:
    """The answer that is being written, else the last that went out."""
    answer = value.draft or (value.answers[-1] if value.answers else None)
    if answer is None:
        return None
    number = _("bản %(number)s") % {"number": answer.number}
    when = say.day_of(answer.approved_at or answer.written_at)
    return AnswerCard(
        state=say.glyph(say.ANSWER_STATES, answer.state),
        facts=say.joined([number, when, say.post(answer.approved_post or answer.written_post)]),
        html=SafeString(as_html(answer.text)),
        parts=_shares(value),
        evidence=tuple(Link(name, url) for name, url in answer.evidence),
        reason=answer.reason,
        acts=_answer_acts(value, answer),
    )


def _answer_acts(value: ConcernValue, answer: queries.AnswerValue) -> tuple[Act, ...]:
    code, version = value.code, value.version
    acts = []
    if "concern.answer:approve" in value.rights:
        acts.append(Act(_("Duyệt và gửi câu trả lời"), reverse("concerns:approve", args=[code]), version))
        acts.append(Act(_("Trả lại để sửa…"), reverse("concerns:return", args=[code])))
    if "concern.compose:submit" in value.rights:
        is_short = any(part.role == "SUPPORTING" and part.state == "OPEN" for part in value.parts)
        acts.append(Act(_("Trình duyệt"), reverse("concerns:submit", args=[code]), None if is_short else version))
    if answer.state != "APPROVED" and "concern.compose:answer" in value.rights:
        acts.append(Act(_("Sửa câu trả lời"), reverse("concerns:compose", args=[code])))
    return tuple(acts)


def _shares(value: ConcernValue) -> str:
    parts = [part for part in value.parts if part.role == "SUPPORTING" and part.state == "WRITTEN"]
    return _("Có phần của: %(units)s.") % {"units": "; ".join(part.unit.name for part in parts)} if parts else ""


def preview_of(actor: Actor, value: ConcernValue, at: datetime) -> Preview | None:
    """The very copy that will go out once the answer that is being written has been approved."""
    if value.draft is None:
        return None
    copy = queries.tracking_preview(actor, value.code, at)
    return Preview(
        code=copy.code,
        title=copy.title or value.title,
        state=copy.state_words,
        unit=copy.unit_name,
        others="; ".join(copy.other_units),
        question=value.public_text,
        html=SafeString(as_html(copy.answer)),
        steps=tuple(
            TimelineItem(
                glyph=Glyph.of(say.CONCERN_STATES.get(step.state, State.DOING)),
                day=say.day_of(step.at),
                iso=say.iso_of(step.at),
                text=step.words,
                meta=step.more,
            )
            for step in copy.steps
        ),
        who=_("Ai có mã đều thấy tình trạng và câu trả lời. Lời người gửi chỉ hiện khi được công khai."),
    )
