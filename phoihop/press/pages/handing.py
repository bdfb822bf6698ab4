"""Pages of hand-offs: frozen values of finished strings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.dates import CalendarRefused
from phoihop.ground.parts import (
    Act,
    ActPage,
    DueDate,
    Empty,
    Glyph,
    Link,
    Note,
    Pager,
    Row,
    State,
    Tab,
    Term,
    words,
)
from phoihop.ground.powers import NotAllowed
from phoihop.ground.sheet import work_calendar
from phoihop.organizations.queries import units_to_choose
from phoihop.press.queries import handing as reading

STATES = {
    "OPEN": (State.DOING, gettext_lazy("Chờ trả lời")),
    "ANSWERED": (State.WAIT, gettext_lazy("Đã trả lời, chờ nghiệm thu")),
    "ACCEPTED": (State.DONE, gettext_lazy("Đã trả lời")),
    "REFUSED": (State.HELD, gettext_lazy("Từ chối")),
    "WITHDRAWN": (State.HELD, gettext_lazy("Đã rút")),
}
MODES = ("", "asked", "given", "open")
USUAL_DAYS = 3  # working days that the form proposes


@dataclass(frozen=True, slots=True)
class HandoffsPage:
    title: str
    tabs: tuple[Tab, ...]
    find: str
    show: str
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    why: str


@dataclass(frozen=True, slots=True)
class HandoffPage:
    title: str
    code: str
    tag: str
    state: Glyph
    meta: str
    back: Link
    notes: tuple[Note, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    question: str
    answer: str
    answered: str
    facts: tuple[Term, ...]
    why: str


@dataclass(frozen=True, slots=True)
class HandingPanel:
    """To whom a story was handed; on the story's page."""

    rows: tuple[Row, ...]
    give: Link | None


def handoffs_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> HandoffsPage:
    show = asked.get("xem", "") if asked.get("xem", "") in MODES else ""
    text = asked.get("tim", "")[:100]
    found = reading.handoffs(actor, show=show, text=text, after=asked.get("sau", ""))
    here = reverse("press:handoffs")
    labels = {
        "": _("Tất cả"),
        "asked": _("Cơ quan mình trả lời"),
        "given": _("Cơ quan mình chuyển"),
        "open": _("Chưa xong"),
    }
    following = {"sau": found.next} | ({"xem": show} if show else {}) | ({"tim": text} if text else {})
    today = local_date(at)
    return HandoffsPage(
        title=_("Tin báo chuyển trả lời"),
        tabs=tuple(
            Tab(labels[mode], f"{here}?{urlencode({'xem': mode})}" if mode else here, is_current=mode == show)
            for mode in MODES
        ),
        find=text,
        show=show,
        rows=tuple(row_of(line, today) for line in found.lines),
        pager=Pager(next_url=f"?{urlencode(following)}" if found.next else ""),
        empty=Empty(
            _("Không có tin báo nào được chuyển."),
            _("Ở trang của một tin báo, bấm „Chuyển cơ quan trả lời“: cơ quan đó có nghĩa vụ trả lời theo hạn."),
        ),
        why=_("Bạn xem được tin cơ quan mình chuyển hoặc được chuyển, và tin bạn kiểm tra."),
    )


def handoff_page(actor: Actor, code: str, at: datetime) -> HandoffPage:
    value = reading.handoff_value(actor, code)
    line = value.line
    primary, acts = _acts(value)
    return HandoffPage(
        title=line.title,
        code=line.code,
        tag=words.illustration(line.is_illustration),
        state=_glyph(line, local_date(at)),
        meta=_("%(unit)s hỏi %(office)s") % {"unit": line.unit, "office": line.agency},
        back=Link(_("Tin báo chuyển trả lời"), reverse("press:handoffs")),
        notes=tuple(_notes(value)),
        primary=primary,
        acts=acts,
        question=value.question,
        answer=value.answer,
        answered=_answered(value),
        facts=tuple(_facts(value)),
        why=value.why,
    )


def story_panel(actor: Actor, story: str, at: datetime) -> HandingPanel | None:
    """What the story's page shows: hand-offs the reader may see, and the way to a new one. None: neither."""
    lines = reading.handoffs_of_story(actor, story)
    today = local_date(at)
    give = None
    if reading.may_give(actor):
        give = Link(_("Chuyển cơ quan trả lời"), reverse("press:give-handoff", args=[story]))
    if not lines and give is None:
        return None
    return HandingPanel(tuple(row_of(line, today, is_by_agency=True) for line in lines), give)


def obligation_panel(actor: Actor, code: str, at: datetime) -> Row | None:
    """The story that an obligation to answer is about."""
    line = reading.handoff_of_obligation(actor, code)
    return row_of(line, local_date(at)) if line is not None else None


# ── acts that need words ────────────────────────────────────────────────────────────────────────────────────


def offices(actor: Actor, typed: Mapping[str, str], chosen: Sequence[str], at: datetime) -> list[tuple[int, str]]:
    """Units to choose from: what was searched for first, then those chosen, then the own territory."""
    picked = [int(one) for one in chosen if one.isascii() and one.isdigit() and len(one) < 10]
    return [(one.id, one.name) for one in units_to_choose(actor, at, text=typed.get("find", ""), chosen=picked)]


def give_start(actor: Actor, story: str, follows: str, at: datetime) -> dict[str, Any]:
    """How the form begins; going on from a refused one, with its question and the agency it named."""
    start: dict[str, Any] = {"due_date": _usual_day(local_date(at))}
    if follows:
        value = reading.handoff_value(actor, follows)
        start |= {"question": value.question, "dossier": value.line.dossier, "agency_id": value.next_unit_id}
    return start


def give_page(actor: Actor, story: str, form: Any) -> ActPage:
    start = reading.handoff_start(actor, story)
    return ActPage(
        title=_("Chuyển cơ quan trả lời"),
        crumb=Link(start.title, reading.story_url(start.story)),
        said=_("%(publisher)s: „%(title)s“. Cơ quan được chọn có nghĩa vụ trả lời theo hạn; câu trả lời trở lại đây.")
        % {"publisher": start.publisher, "title": start.title},
        form=form,
        label=_("Chuyển"),
        why=_("Bạn xem được vì bạn soạn, biên tập hoặc duyệt cho %(unit)s.") % {"unit": actor.unit_name},
        finds=True,
    )


def topics_of(actor: Actor, story: str) -> tuple[tuple[str, str], ...]:
    return reading.handoff_start(actor, story).topics


def act_start(actor: Actor, code: str) -> dict[str, Any]:
    return {"version": reading.handoff_value(actor, code).version}


def handoff_act_page(actor: Actor, code: str, act: str, form: Any) -> ActPage:
    """The form of an act. Refused: one that the reader may not do as the hand-off stands."""
    value = reading.handoff_value(actor, code)
    titles = {
        "answer": (_("Trả lời về tin báo"), _("Gửi câu trả lời")),
        "refuse": (_("Từ chối trả lời"), _("Từ chối")),
        "withdraw": (_("Rút tin báo đã chuyển"), _("Rút")),
    }
    if not getattr(value.rights, act):
        raise NotAllowed(_("Lúc này bạn không làm được việc này; %(code)s giữ nguyên.") % {"code": code})
    title, label = titles[act]
    said = value.question
    if act == "refuse":
        said = _("Nghĩa vụ trả lời được rút; cơ quan đã hỏi thấy lý do và cơ quan bạn nêu để chuyển tiếp.")
    elif act == "withdraw":
        said = _("Nghĩa vụ trả lời được rút; cơ quan được hỏi thấy lý do.")
    return ActPage(
        title=title,
        crumb=Link(value.line.title, reverse("press:handoff", args=[code])),
        said=said,
        form=form,
        label=label,
        why=value.why,
        finds=act == "refuse",
    )


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def row_of(line: reading.HandoffLine, today: date, *, is_by_agency: bool = False) -> Row:
    due = None
    if line.state == "OPEN":
        days = (line.due - today).days
        due = DueDate(
            words.day(line.due),
            line.due.isoformat(),
            words.distance(days, is_working=False),
            "late" if days < 0 else "soon" if days <= 1 else "doing",
        )
    meta = [line.unit if is_by_agency else line.agency, line.publisher, line.dossier]
    if line.answered_at is not None:
        meta.append(words.moment(timezone.localtime(line.answered_at)))
        meta.append(_("trễ hạn") if line.is_late else "")
    return Row(
        glyph=_glyph(line, today),
        what=line.agency if is_by_agency else line.title,
        url=reverse("press:handoff", args=[line.code]),
        meta=" · ".join(filter(None, meta)),
        code=line.code,
        tag=words.illustration(line.is_illustration),
        due=due,
    )


def _glyph(line: reading.HandoffLine, today: date) -> Glyph:
    if line.state == "OPEN" and line.due < today:
        return Glyph.of(State.LATE)
    state, word = STATES[line.state]
    return Glyph.of(state, str(word))


def _acts(value: reading.HandoffValue) -> tuple[Act | None, tuple[Act, ...]]:
    def url(name: str) -> str:
        return reverse(f"press:{name}-handoff", args=[value.line.code])

    rights = value.rights
    acts = [
        (rights.refuse, Act(_("Không phải việc của cơ quan này"), url("refuse"))),
        (rights.withdraw, Act(_("Rút lại"), url("withdraw"))),
    ]
    primary = Act(_("Trả lời"), url("answer")) if rights.answer else None
    if rights.go_on:
        give = reverse("press:give-handoff", args=[value.line.story])
        primary = Act(_("Chuyển cơ quan khác"), f"{give}?{urlencode({'tiep': value.line.code})}")
    return primary, tuple(act for allowed, act in acts if allowed)


def _notes(value: reading.HandoffValue) -> list[Note]:
    line = value.line
    if line.state == "REFUSED":
        named = _("Cơ quan nên trả lời: %(unit)s.") % {"unit": value.next_unit} if value.next_unit else ""
        link = (
            Link(value.followed_by, reverse("press:handoff", args=[value.followed_by])) if value.followed_by else None
        )
        return [Note(_("%(office)s từ chối.") % {"office": line.agency}, f"{value.reason} {named}".strip(), link)]
    if line.state == "WITHDRAWN":
        return [Note(_("Đã rút."), value.reason)]
    if line.state == "OPEN" and value.reason:
        return [Note(_("Câu trả lời bị trả lại."), value.reason)]
    return []


def _answered(value: reading.HandoffValue) -> str:
    at = value.line.answered_at
    if at is None:
        return ""
    said = {"office": value.line.agency, "when": words.moment(timezone.localtime(at))}
    if value.line.is_late:
        return _("%(office)s trả lời lúc %(when)s, trễ hạn") % said
    return _("%(office)s trả lời lúc %(when)s, đúng hạn") % said


def _facts(value: reading.HandoffValue) -> list[Term]:
    line = value.line
    facts = [
        Term(_("Nguồn"), line.publisher, value.url if value.url.startswith(("http://", "https://")) else ""),
        Term(_("Tin báo"), line.story, reading.story_url(line.story)),
        Term(_("Cơ quan chuyển"), line.unit),
        Term(_("Cơ quan trả lời"), line.agency),
        Term(_("Hạn trả lời"), words.day(line.due)),
    ]
    if value.obligation:
        facts.append(Term(_("Nghĩa vụ"), value.obligation, reverse("obligations:item", args=[value.obligation])))
    if line.dossier:
        facts.append(Term(_("Về vấn đề"), line.dossier, reverse("plans:topic", args=[line.dossier])))
    if value.reference:
        link = value.reference if value.reference.startswith(("http://", "https://")) else ""
        facts.append(Term(_("Văn bản trả lời"), value.reference, link))
    if value.follows:
        facts.append(Term(_("Tiếp theo"), value.follows, reverse("press:handoff", args=[value.follows])))
    return facts


def _usual_day(today: date) -> date:
    """The day that the form proposes; where the calendar does not know it, so many days later."""
    try:
        return work_calendar().add_working_days(today, USUAL_DAYS)
    except CalendarRefused:
        return today + timedelta(days=USUAL_DAYS)
