"""Pages of questions of the press: frozen values of finished strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.dates import Explanation
from phoihop.ground.parts import (
    Act,
    ActPage,
    Day,
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
    WhyDate,
    words,
)
from phoihop.ground.powers import NotAllowed
from phoihop.ground.sheet import Shown, shown_on
from phoihop.obligations.queries import explanation_in_words
from phoihop.organizations.queries import unit_names, units_to_choose
from phoihop.plans import queries as plans
from phoihop.press.queries import asking as reading
from phoihop.press.queries.asking_words import GROUND_WORDS, MEASURE_WORDS, QUERY_WAY_WORDS, QUERY_WORDS, TERM_WORDS
from phoihop.press.queries.register import choices_of
from phoihop.press.states import asking as states

GLYPHS = {
    "OPEN": State.DOING,
    "WAITING": State.WAIT,
    "ANSWERED": State.DONE,
    "REFUSED": State.HELD,
    "WITHDRAWN": State.HELD,
}
SHOW_WORDS = {
    "": gettext_lazy("Tất cả"),
    "cho-duyet": gettext_lazy("Chờ duyệt"),
    "tre": gettext_lazy("Quá hạn"),
    "xong": gettext_lazy("Đã xong"),
}
_MARKS = {"start": "start", "off": "off", "holiday": "hol", "swap_off": "hol", "swap_work": "swap", "end": "end"}
# The act: its title, what is said above the form, the button.
ACTS = {
    "assign": (
        gettext_lazy("Giao cơ quan trả lời"),
        gettext_lazy("Hạn giữ nguyên. Nghĩa vụ trả lời chuyển sang cơ quan được giao."),
        gettext_lazy("Giao"),
    ),
    "write": (
        gettext_lazy("Viết câu trả lời"),
        gettext_lazy("Chưa gửi. Câu trả lời được một người khác duyệt rồi mới gửi."),
        gettext_lazy("Lưu"),
    ),
    "give_back": (
        gettext_lazy("Trả lại để sửa"),
        gettext_lazy("Người viết sửa rồi trình lại."),
        gettext_lazy("Trả lại"),
    ),
    "refuse": (
        gettext_lazy("Từ chối có căn cứ"),
        gettext_lazy("Chỉ vì một trong bốn lý do, và phải nói báo chí có thể hỏi ai."),
        gettext_lazy("Từ chối"),
    ),
    "extend": (
        gettext_lazy("Gia hạn"),
        gettext_lazy("Lý do được lưu cùng cách tính hạn."),
        gettext_lazy("Gia hạn"),
    ),
    "withdraw": (
        gettext_lazy("Báo chí thôi hỏi"),
        gettext_lazy("Câu hỏi vẫn được lưu; nghĩa vụ trả lời khép lại."),
        gettext_lazy("Ghi"),
    ),
}


@dataclass(frozen=True, slots=True)
class QueriesPage:
    title: str
    tabs: tuple[Tab, ...]
    find: str
    show: str
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    receive: Link | None
    terms: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class QueryPage:
    title: str
    code: str
    tag: str
    state: Glyph
    meta: str
    back: Link
    notes: tuple[Note, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    text: str
    answer: str
    spoke: str
    facts: tuple[Term, ...]
    due: DueDate
    why_date: WhyDate | None
    panels: tuple[Shown, ...]
    why: str


@dataclass(frozen=True, slots=True)
class AskingPanel:
    """What the press asked, and what is asked of it, on the page of something else."""

    rows: tuple[Row, ...]


def queries_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> QueriesPage:
    show = asked.get("xem", "") if asked.get("xem", "") in reading.SHOWS else ""
    text = asked.get("tim", "")[:100]
    found = reading.query_list(actor, at, show=show, text=text, after=asked.get("sau", ""))
    here = reverse("press:press-queries")
    following = {"sau": found.next} | ({"xem": show} if show else {}) | ({"tim": text} if text else {})
    return QueriesPage(
        title=_("Câu hỏi của báo chí"),
        tabs=tuple(
            Tab(str(SHOW_WORDS[one]), f"{here}?{urlencode({'xem': one})}" if one else here, is_current=one == show)
            for one in reading.SHOWS
        ),
        find=text,
        show=show,
        rows=tuple(query_row(line, at) for line in found.lines),
        pager=Pager(next_url=f"?{urlencode(following)}" if found.next else ""),
        empty=Empty(
            _("Chưa có câu hỏi nào trong danh sách này."),
            _("Văn thư, biên tập viên ghi câu hỏi khi nhận; hạn trả lời tính từ lúc nhận."),
        ),
        receive=Link(_("Ghi câu hỏi"), reverse("press:receive-query")) if found.may_receive else None,
        terms=Link(_("Thời hạn"), reverse("press:asking-terms")) if found.may_set else None,
        why=_("Bạn xem được câu hỏi gửi cơ quan mình, câu hỏi giao cơ quan mình trả lời, và những gì bạn kiểm tra."),
    )


def query_row(line: reading.QueryLine, at: datetime) -> Row:
    glyph = Glyph.of(GLYPHS[line.state], str(QUERY_WORDS[line.state]))
    is_open = line.state in states.QUERY_WAITING
    if is_open and line.is_late:
        glyph = Glyph.of(State.LATE)
    return Row(
        glyph=glyph,
        what=f"{line.outlet}: {line.text}",
        url=reverse("press:press-query", args=[line.code]),
        meta=joined(line.answerer, line.dossier, line.about, _("trễ hạn") if line.is_late and not is_open else ""),
        code=line.code,
        tag=words.illustration(line.is_illustration),
        due=due_of(line, at) if is_open else None,
    )


def due_of(line: reading.QueryLine, at: datetime) -> DueDate:
    """Its day, or its hour where the term is one of hours."""
    days = (line.due_date - local_date(at)).days
    icon = "late" if line.is_late else "soon" if days <= 2 else "plan"
    if line.due_at is not None:
        moment = timezone.localtime(line.due_at)
        hours = int((line.due_at - at).total_seconds() // 3600)
        left = _("còn %(hours)s giờ") % {"hours": hours} if hours >= 0 else _("trễ %(hours)s giờ") % {"hours": -hours}
        return DueDate(words.moment(moment), moment.isoformat(timespec="minutes"), left, icon)
    return DueDate(words.day(line.due_date), line.due_date.isoformat(), words.distance(days, is_working=False), icon)


def query_page(actor: Actor, code: str, at: datetime) -> QueryPage:
    value = reading.query_value(actor, code, at)
    line = value.line
    primary, acts = _acts(value)
    return QueryPage(
        title=_("%(outlet)s hỏi") % {"outlet": line.outlet},
        code=code,
        tag=words.illustration(line.is_illustration),
        state=Glyph.of(GLYPHS[line.state], str(QUERY_WORDS[line.state])),
        meta=joined(line.owner, _("trễ hạn") if line.is_late else ""),
        back=Link(_("Câu hỏi của báo chí"), reverse("press:press-queries")),
        notes=tuple(_notes(value)),
        primary=primary,
        acts=acts,
        text=line.text,
        answer=value.answer,
        spoke=value.spoke,
        facts=tuple(_facts(value)),
        due=due_of(line, at),
        why_date=why_date(value.explanation) if value.explanation else None,
        panels=shown_on("press_query", actor, code, at),
        why=value.why,
    )


def _acts(value: reading.QueryValue) -> tuple[Act | None, tuple[Act, ...]]:
    def url(name: str) -> str:
        return reverse(f"press:{name}", args=[value.line.code])

    rights, version = value.rights, value.version
    primary = None
    if rights.approve:
        primary = Act(_("Duyệt và trả lời"), url("approve-answer"), version)
    elif rights.present:
        primary = Act(_("Trình duyệt"), url("present-answer"), version)
    elif rights.write:
        primary = Act(_("Viết câu trả lời"), url("write-answer"))
    more = [
        (rights.write and rights.present, Act(_("Sửa câu trả lời"), url("write-answer"))),
        (rights.give_back, Act(_("Trả lại để sửa"), url("return-answer"))),
        (rights.assign, Act(_("Giao cơ quan khác"), url("assign-query"))),
        (rights.extend, Act(_("Gia hạn"), url("extend-query"))),
        (rights.refuse, Act(_("Từ chối có căn cứ"), url("refuse-query"))),
        (rights.withdraw, Act(_("Báo chí thôi hỏi"), url("withdraw-query"))),
    ]
    return primary, tuple(act for allowed, act in more if allowed)


def _notes(value: reading.QueryValue) -> list[Note]:
    state = value.line.state
    if state == "REFUSED":
        ground = str(GROUND_WORDS[value.ground])
        return [Note(_("Từ chối: %(ground)s.") % {"ground": ground}, value.referral)]
    if value.reason and state in (*states.QUERY_WAITING, "WITHDRAWN"):
        return [Note(_("Ghi chú:"), value.reason)]
    return []


def _facts(value: reading.QueryValue) -> list[Term]:
    line = value.line
    facts = [
        Term(_("Cơ quan được hỏi"), line.owner),
        Term(_("Cơ quan trả lời"), line.answerer),
        Term(
            _("Nhận"),
            joined(
                words.moment(timezone.localtime(line.received_at)), str(QUERY_WAY_WORDS[value.way]), value.received_post
            ),
        ),
    ]
    if value.mail:
        facts.append(Term(_("Thư tòa soạn"), value.mail))
    if line.dossier:
        page = "plans:plan" if line.dossier.startswith("KH-") else "plans:topic"
        facts.append(Term(_("Về vấn đề"), line.dossier, reverse(page, args=[line.dossier])))
    if line.about:
        facts.append(Term(_("Hỏi về"), line.about))
    if value.presented_post and line.state == "WAITING":
        facts.append(Term(_("Người trình"), value.presented_post))
    if value.settled_at is not None:
        facts.append(Term(_("Xong"), joined(words.moment(timezone.localtime(value.settled_at)), value.settled_post)))
    return facts


def why_date(explanation: Explanation) -> WhyDate:
    """How a date came about, in words and as a strip of days."""
    said = [Term(name, text) for name, text in explanation_in_words(explanation)]
    strip = tuple(
        Day(
            str(mark.day.day),
            str(mark.ordinal) if mark.ordinal else ("·" if mark.kind == "start" else "–"),
            _MARKS.get(mark.kind, ""),
        )
        for mark in explanation.strip
    )
    return WhyDate(tuple(said[:2]), strip, tuple(said[2:]))


# ── acts that need words ────────────────────────────────────────────────────────────────────────────────────


def receive_page(actor: Actor, form: Any) -> ActPage:
    return ActPage(
        title=_("Ghi câu hỏi của báo chí"),
        crumb=Link(_("Câu hỏi của báo chí"), reverse("press:press-queries")),
        said=_("Hạn trả lời tính từ lúc nhận, theo thời hạn %(unit)s đã đặt.") % {"unit": actor.unit_name},
        form=form,
        label=_("Ghi"),
        why=_("Bạn xem được vì bạn nhận câu hỏi của báo chí cho %(unit)s.") % {"unit": actor.unit_name},
    )


def start_of_receive(actor: Actor, at: datetime, asked: Mapping[str, str]) -> dict[str, Any]:
    return {
        "received_at": timezone.localtime(at),
        "about": asked.get("ve", "")[:80],
        "dossier": asked.get("van-de", "")[:80],
        "way": "MAIL",
    }


def topics(actor: Actor, at: datetime) -> list[tuple[str, str]]:
    """Topics of the reader that a question may be about."""
    return [(line.code, f"{line.title} ({line.code})") for line in plans.topics(actor, local_date(at)).lines]


def answering_units(actor: Actor, code: str, at: datetime, typed: QueryDict) -> list[tuple[int, str]]:
    """Who may be asked to answer: who was asked first, then what was searched for, then the own territory."""
    value = reading.query_value(actor, code, at)
    chosen = typed.get("unit_id", "")
    ticked = [int(chosen)] if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else []
    first = unit_names([value.answerer_id, value.owner_id])
    found = units_to_choose(actor, at, text=typed.get("find", ""), chosen=ticked)
    return list({pk: name.name for pk, name in [*first.items(), *((one.id, one) for one in found)]}.items())


def speakers(actor: Actor, code: str, at: datetime) -> list[tuple[str, str]]:
    return choices_of(actor, reading.query_value(actor, code, at).answerer_id, local_date(at))


def start_of_query(actor: Actor, code: str, at: datetime) -> dict[str, Any]:
    value = reading.query_value(actor, code, at)
    return {
        "version": value.version,
        "unit_id": value.answerer_id,
        "spokesperson": value.spokesperson,
        "answer": value.answer,
        "due_date": value.line.due_date,
    }


def query_act_page(actor: Actor, code: str, act: str, form: Any, at: datetime) -> ActPage:
    """The form of an act. Refused: one that the reader may not do as the question stands."""
    value = reading.query_value(actor, code, at)
    if not getattr(value.rights, act):
        raise NotAllowed(_("Lúc này bạn không làm được việc này; %(code)s giữ nguyên.") % {"code": code})
    title, said, label = ACTS[act]
    return ActPage(
        title=str(title),
        crumb=Link(_("%(outlet)s hỏi") % {"outlet": value.line.outlet}, reverse("press:press-query", args=[code])),
        said=str(said),
        form=form,
        label=str(label),
        why=value.why,
        finds=act == "assign",
    )


def terms_page(actor: Actor, form: Any) -> ActPage:
    kept = reading.terms_of(actor.unit_id)
    said = "; ".join(
        f"{TERM_WORDS[key]} {term.amount} {MEASURE_WORDS[term.measure]}" for key, term in sorted(kept.items())
    )
    return ActPage(
        title=_("Thời hạn với báo chí"),
        crumb=Link(_("Câu hỏi của báo chí"), reverse("press:press-queries")),
        said=_("Đang dùng: %(terms)s. Đây là mức cơ quan tự đặt; hạn đã tính giữ nguyên.") % {"terms": said},
        form=form,
        label=_("Ghi lại"),
        why=_("Bạn xem được vì bạn giữ quyền duyệt của %(unit)s.") % {"unit": actor.unit_name},
    )


def start_of_terms(actor: Actor) -> dict[str, Any]:
    term = reading.terms_of(actor.unit_id)["query"]
    return {"key": "query", "amount": term.amount, "measure": term.measure}


# ── on other pages ──────────────────────────────────────────────────────────────────────────────────────────


def query_on_obligation(actor: Actor, code: str, at: datetime) -> Row | None:
    """The question that this duty answers."""
    line = reading.query_of_duty(actor, code, at)
    return query_row(line, at) if line is not None else None


def joined(*pieces: str) -> str:
    return " · ".join(piece for piece in pieces if piece)
