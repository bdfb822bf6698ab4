"""One concern: what was written beside what goes out, parts, the one answer and how it will be seen, history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.concerns import queries, states
from phoihop.concerns.pages import words as say
from phoihop.concerns.pages.answer import AnswerCard, PartRow, Preview, answer_card, part_row, preview_of
from phoihop.concerns.queries import ConcernValue
from phoihop.ground import sheet
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Act, DueDate, Glyph, Link, Note, State, Term, TimelineItem, WhyDate, words

Start = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Box:
    """A form that stands on the page itself."""

    said: str
    form: Any
    url: str
    label: str
    masked: str = ""


@dataclass(frozen=True, slots=True)
class Like:
    """A concern that may say the same, and the one press that makes them one."""

    code: str
    title: str
    url: str
    facts: str
    text: str
    into: str
    merge_url: str


@dataclass(frozen=True, slots=True)
class MergedRow:
    code: str
    url: str
    facts: str


@dataclass(frozen=True, slots=True)
class ConcernPage:
    title: str
    code: str
    version: int
    tag: str
    meta: str
    state: Glyph
    back: Link
    primary: Act | None
    acts: tuple[Act, ...]
    notes: tuple[Note, ...]
    text: str
    no_text: str
    additions: tuple[Term, ...]
    photos: tuple[Link, ...]
    contact: Link | None
    moderate: Box | None
    public_title: str
    public_text: str
    likes: tuple[Like, ...]
    merged: tuple[MergedRow, ...]
    parts: tuple[PartRow, ...]
    own: Box | None
    answer: AnswerCard | None
    preview: Preview | None
    due: DueDate | None
    why_date: WhyDate | None
    facts: tuple[Term, ...]
    steps: tuple[TimelineItem, ...]
    panels: tuple[sheet.Shown, ...]
    why: str


def concern_page(
    actor: Actor, code: str, at: datetime, start: Start, wrong: Mapping[str, Any] | None = None
) -> ConcernPage:
    """`start(name, **initial)` makes a fresh form; `wrong` holds forms that could not be accepted."""
    value = queries.concern_value(actor, code)
    given = wrong or {}
    today = local_date(at)
    is_overdue = value.state in states.OPEN and value.promised_date < today
    received = _("nhận %(moment)s") % {"moment": say.moment_of(value.received_at)}
    primary, acts = _acts(value)
    return ConcernPage(
        title=value.title,
        code=code,
        version=value.version,
        tag=words.illustration(value.is_illustration),
        meta=say.joined([value.service, value.place, received]),
        state=say.state_of(value.state, value.state_words, is_overdue=is_overdue),
        back=Link(_("Phản ánh"), reverse("concerns:list")),
        primary=primary,
        acts=acts,
        notes=tuple(_notes(value, is_overdue=is_overdue)),
        text=value.text,
        no_text=_no_text(value),
        additions=tuple(
            Term(_("Bổ sung %(moment)s") % {"moment": say.moment_of(one.at)}, one.text or _("Đã xóa."))
            for one in value.additions
        ),
        photos=photos_of(code, value.photos),
        contact=_contact(value),
        moderate=_moderate(actor, value, start, given.get("moderate")),
        public_title=value.public_title,
        public_text=value.public_text,
        likes=_likes(actor, value, at),
        merged=tuple(_merged(one) for one in value.merged),
        parts=tuple(part_row(part) for part in value.parts),
        own=_own(value, start, given.get("part")),
        answer=answer_card(value),
        preview=preview_of(actor, value, at),
        due=_due(value, at),
        why_date=say.why_date(value.explanation),
        facts=tuple(_facts(value)),
        steps=tuple(_step(step) for step in value.steps),
        panels=sheet.shown_on("concern", actor, code, at),
        why=_why(actor, value),
    )


def photos_of(code: str, numbers: tuple[int, ...]) -> tuple[Link, ...]:
    return tuple(
        Link(_("Ảnh %(number)s của %(code)s") % {"number": n, "code": code}, reverse("concerns:photo", args=[code, n]))
        for n in numbers
    )


# ── what may be done ────────────────────────────────────────────────────────────────────────────────────────

# The right together with the state, and the name of the door. The likeliest step first.
_ACTS = (
    ("concern.decide:decide", "decide"),
    ("concern.moderate:admit", "admit"),
    ("concern.assign:assign", "assign"),
    ("concern.start:start", "start"),
    ("concern.compose:answer", "compose"),
    ("concern.ask_more:ask", "ask"),
    ("concern.take_more:more", "more"),
    ("concern.take_more:resume", "resume"),
    ("concern.extend:extend", "extend"),
    ("concern.pass_on:pass_on", "pass-on"),
    ("concern.dispute:dispute", "dispute"),
    ("concern.refuse:refuse", "refuse"),
    ("concern.refuse:reconsider", "reconsider"),
    ("concern.merge:merge", "merge"),
    ("concern.merge:unmerge", "unmerge"),
    ("concern.publish:publish", "publish"),
    ("concern.reopen:reopen", "reopen"),
    ("concern.rate:rate", "rate"),
    ("concern.moderate:moderate", "file"),
    ("concern.moderate:hold", "hold"),
    ("data.handle:data", "data"),
)
_BUTTONS = ("admit", "start", "resume", "hold")
_FIRST = ("decide", "admit", "assign", "start", "compose")


def _label(name: str) -> str:
    return {
        "decide": _("Quyết định cơ quan trả lời"),
        "admit": _("Cho vào xử lý"),
        "assign": _("Giao cho các cơ quan"),
        "start": _("Bắt đầu xử lý"),
        "compose": _("Soạn câu trả lời chung"),
        "ask": _("Hỏi thêm người gửi…"),
        "more": _("Ghi điều người gửi bổ sung…"),
        "resume": _("Xử lý tiếp, không chờ nữa"),
        "extend": _("Gia hạn…"),
        "pass-on": _("Chuyển đến nơi có thẩm quyền…"),
        "dispute": _("Không phải việc của cơ quan mình…"),
        "refuse": _("Từ chối tiếp nhận…"),
        "reconsider": _("Nhận lại để xử lý…"),
        "merge": _("Gộp vào phản ánh khác…"),
        "unmerge": _("Tách ra…"),
        "publish": _("Công khai câu trả lời…"),
        "unpublish": _("Rút khỏi cổng thông tin…"),
        "reopen": _("Ghi yêu cầu mở lại…"),
        "rate": _("Ghi mức hài lòng…"),
        "file": _("Xếp vào vấn đề…"),
        "hold": _("Để người khác xem xét trước"),
        "data": _("Dữ liệu cá nhân…"),
    }[name]


def _acts(value: ConcernValue) -> tuple[Act | None, tuple[Act, ...]]:
    """The likeliest next step first; the rest beside it."""
    names = [name for right, name in _ACTS if right in value.rights]
    if "publish" in names and value.published_at is not None:
        names[names.index("publish")] = "unpublish"
    if value.state in states.WORKED_ON and value.parts and "assign" in names:
        names.remove("assign")  # the lead works on it: handing it out once more is not the next step
        names.insert(max(0, len(names) - 1), "assign")
    acts = [
        Act(_label(name), reverse(f"concerns:{name}", args=[value.code]), value.version if name in _BUTTONS else None)
        for name in names
    ]
    if names and names[0] in _FIRST and value.draft is None:
        return acts[0], tuple(acts[1:])
    return None, tuple(acts)


def _contact(value: ConcernValue) -> Link | None:
    if "contact.open:open" not in value.rights:
        return None
    return Link(_("Xem cách liên hệ với người gửi"), reverse("concerns:contact", args=[value.code]))


def _moderate(actor: Actor, value: ConcernValue, start: Start, wrong: Any) -> Box | None:
    """Text beside text: what was written, and what may be shown of it with personal strings covered."""
    if "concern.moderate:moderate" not in value.rights or not value.may_read or value.is_text_gone:
        return None
    masked = queries.proposed_mask(actor, value.code)
    form = wrong or start(
        "Moderate",
        version=value.version,
        title=value.public_title or _("%(service)s: …") % {"service": value.service},
        public_text=value.public_text or masked.text,
    )
    return Box(
        said=_("Chỉ những gì ghi ở đây mới ra cổng thông tin, và chỉ khi câu trả lời được công khai."),
        form=form,
        url=reverse("concerns:moderate", args=[value.code]),
        label=_("Lưu lời được hiện"),
        masked="; ".join(f"{kind}: {string}" for kind, string in masked.found),
    )


def _own(value: ConcernValue, start: Start, wrong: Any) -> Box | None:
    part = value.own_part
    if part is None or "concern.write_part:write" not in value.rights:
        return None
    asked = _("Được hỏi: %(about)s") % {"about": part.about} if part.about else ""
    return Box(
        said=say.joined([asked, _("Viết xong là xong: cơ quan chủ trì ghép vào câu trả lời chung.")]),
        form=wrong or start("WritePart", version=part.version, text=part.text, evidence=part.evidence),
        url=reverse("concerns:write-part", args=[value.code]),
        label=_("Gửi phần của cơ quan") if part.state == "OPEN" else _("Gửi lại"),
    )


# ── what is shown ───────────────────────────────────────────────────────────────────────────────────────────


def _notes(value: ConcernValue, *, is_overdue: bool) -> list[Note]:
    notes = []
    if value.flags and value.state == "HELD":
        why = ", ".join(text for _key, text in value.flags)
        notes.append(Note(_("Chờ người xem xét trước."), why))
    if value.state in states.UNASSIGNED and is_overdue:
        notes.append(Note(_("Đã quá ngày hứa trả lời mà chưa giao cơ quan nào."), is_late=True))
    if value.question:
        notes.append(Note(_("Đang hỏi người gửi:"), value.question))
    if value.dispute is not None:
        said = _("%(unit)s: %(reason)s")
        notes.append(
            Note(
                _("%(decider)s quyết định ai trả lời.") % {"decider": value.dispute.decider.name},
                said % {"unit": value.dispute.unit.name, "reason": value.dispute.reason},
                is_late=True,
            )
        )
    if value.refusal:
        owner = _("Người gửi được chỉ đến: %(owner)s.") % {"owner": value.refused_to}
        notes.append(Note(_("Đã từ chối tiếp nhận."), say.joined([value.refusal_words, owner])))
    if value.merged_into:
        link = Link(value.merged_into, reverse("concerns:concern", args=[value.merged_into]))
        notes.append(Note(_("Đã gộp: người gửi nhận câu trả lời của phản ánh chính."), link=link))
    if value.photos_left_out:
        said = ngettext("%(count)s ảnh không được nhận.", "%(count)s ảnh không được nhận.", value.photos_left_out)
        notes.append(Note(said % {"count": value.photos_left_out}, _("Phần kiểm soát nội dung không cho giữ lại.")))
    if value.reopened_at is not None and value.state not in states.DONE:
        notes.append(
            Note(_("Người gửi đã mở lại ngày %(day)s.") % {"day": say.day_of(value.reopened_at)}, is_late=True)
        )
    return notes


def _no_text(value: ConcernValue) -> str:
    if value.is_text_gone:
        return _("Nội dung đã được xóa.")
    return _("Nội dung như người dân viết chỉ mở cho người tiếp nhận và các cơ quan trả lời.")


def _likes(actor: Actor, value: ConcernValue, at: datetime) -> tuple[Like, ...]:
    """Only where merging is possible: elsewhere the look costs and helps nobody."""
    if "concern.merge:merge" not in value.rights or not value.may_read:
        return ()
    return tuple(_like(value, one) for one in queries.duplicates(actor, value.code, at))


def _like(value: ConcernValue, one: queries.Alike) -> Like:
    far = _("cách %(metres)s m") % {"metres": one.metres} if one.metres is not None else one.place
    same = _("giống %(score)s %%") % {"score": one.score}
    into = one.merged_into or one.code
    return Like(
        code=one.code,
        title=one.title,
        url=reverse("concerns:concern", args=[one.code]),
        facts=say.joined([same, far, _("nhận %(day)s") % {"day": say.day_of(one.received_at)}, one.state_words]),
        text=one.text,
        into=into,
        merge_url=reverse("concerns:merge", args=[value.code]),
    )


def _merged(one: queries.MergedLine) -> MergedRow:
    stars = _("đánh giá %(stars)s/5") % {"stars": one.rating} if one.rating else ""
    received = _("nhận %(day)s") % {"day": say.day_of(one.received_at)}
    return MergedRow(one.code, reverse("concerns:concern", args=[one.code]), say.joined([received, stars]))


def _due(value: ConcernValue, at: datetime) -> DueDate:
    today = local_date(at)
    distance = say.distances(today, [value.promised_date])[value.promised_date]
    icon = State.LATE if distance < 0 else State.SOON if distance <= 2 else State.DOING
    answered = _("trả lời trễ") if value.is_late else _("trả lời đúng hạn")
    return say.due(
        value.promised_date,
        distance,
        icon=icon,
        is_running=value.state in states.OPEN,
        said=answered if value.answered_at else "",
    )


def _facts(value: ConcernValue) -> list[Term]:
    facts = [
        Term(_("Lĩnh vực"), value.service),
        Term(_("Địa điểm"), value.place or _("không ghi")),
        Term(_("Nhận qua"), value.channel_words),
        Term(_("Tiếp nhận"), value.reception.name),
        Term(_("Chủ trì"), value.lead.name if value.lead else _("chưa giao")),
    ]
    if value.latitude is not None and value.longitude is not None:
        facts.append(Term(_("Tọa độ"), f"{value.latitude:.5f}, {value.longitude:.5f}"))
    if value.lead is None and value.route_unit is not None:
        facts.append(Term(_("Theo tuyến sẽ là"), value.route_unit.name))
    if value.state in states.UNASSIGNED:
        facts.append(Term(_("Chuyển cơ quan trước hết ngày"), words.day(value.forward_date)))
    if value.obligation:
        facts.append(Term(_("Nghĩa vụ"), value.obligation, reverse("obligations:item", args=[value.obligation])))
    if value.dossier:
        facts.append(Term(_("Vấn đề"), value.dossier))
    if value.reopen_until is not None:
        facts.append(Term(_("Được mở lại đến hết ngày"), words.day(value.reopen_until)))
    if value.rating is not None:
        facts.append(Term(_("Người gửi đánh giá"), _("%(stars)s trên 5") % {"stars": value.rating}))
    kept = _("đã xóa") if value.erased_at else words.day(value.delete_on)
    facts.append(Term(_("Dữ liệu cá nhân giữ đến"), kept))
    return facts


def _step(step: queries.StepValue) -> TimelineItem:
    return TimelineItem(
        glyph=Glyph.of(say.CONCERN_STATES.get(step.state, State.DOING)),
        day=say.day_of(step.at),
        iso=say.iso_of(step.at),
        text=step.words,
        meta=step.more,
    )


def _why(actor: Actor, value: ConcernValue) -> str:
    """By which of its units the reader sees this."""
    unit = actor.unit_id
    if unit == value.reception.id:
        return _("Bạn xem được vì %(unit)s tiếp nhận phản ánh của địa bàn.") % {"unit": actor.unit_name}
    if value.lead is not None and unit == value.lead.id:
        return _("Bạn xem được vì %(unit)s chủ trì trả lời.") % {"unit": actor.unit_name}
    if any(part.unit.id == unit for part in value.parts):
        return _("Bạn xem được vì %(unit)s phối hợp trả lời.") % {"unit": actor.unit_name}
    if value.decider is not None and unit == value.decider.id:
        return _("Bạn xem được vì %(unit)s quyết định cơ quan trả lời.") % {"unit": actor.unit_name}
    return _("Bạn xem được theo vị trí đang ngồi: %(unit)s.") % {"unit": actor.unit_name}
