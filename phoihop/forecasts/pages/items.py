"""The list, one question, and what other pages show of questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.forecasts import queries
from phoihop.forecasts.pages import words as say
from phoihop.forecasts.pages.picture import History, history
from phoihop.forecasts.rules import limits
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Act, Empty, Glyph, Link, Note, Pager, Row, State, Tab, Term, words
from phoihop.ground.powers import SIGNED_IN

TABS = (
    ("", gettext_lazy("Tất cả")),
    ("chuan-bi", gettext_lazy("Chuẩn bị")),
    ("dang-mo", gettext_lazy("Đang mở")),
    ("cho-ket-qua", gettext_lazy("Chờ kết quả")),
    ("da-co-ket-qua", gettext_lazy("Đã có kết quả")),
    ("da-huy", gettext_lazy("Đã hủy, đã bỏ")),
)


@dataclass(frozen=True, slots=True)
class ListPage:
    title: str
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    draft: Link | None
    links: tuple[Link, ...]
    narrowed: str
    why: str


@dataclass(frozen=True, slots=True)
class EstimateRow:
    seat: str
    post: str
    shares: str
    reason: str
    when: str
    is_own: bool
    is_latest: bool


@dataclass(frozen=True, slots=True)
class DayRow:
    days: str
    mean: str
    median: str
    seats: str


@dataclass(frozen=True, slots=True)
class BaseRow:
    outcome: str
    count: str
    share: str
    together: str
    median: str
    came: bool


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    state: Glyph
    outcome: str
    meta: str
    reason: str
    citation: str
    document_url: str
    page: str
    link: str
    note: str


@dataclass(frozen=True, slots=True)
class ScoreRow:
    name: str
    together: str
    base: str
    best: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    title: str
    code: str
    tag: str
    state: Glyph
    meta: str
    back: Link
    notes: tuple[Note, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    print_url: str
    facts: tuple[Term, ...]
    rule: str
    source: str
    base_class: str
    base_source: str
    base: tuple[BaseRow, ...]
    total: str
    is_hidden: bool
    has_together: bool
    history: History | None
    days: tuple[DayRow, ...]
    estimates: tuple[EstimateRow, ...]
    resolutions: tuple[ResolutionRow, ...]
    scores: tuple[ScoreRow, ...]
    why: str


@dataclass(frozen=True, slots=True)
class QuestionsPanel:
    rows: tuple[Row, ...]


def asked_view(asked: Mapping[str, str]) -> tuple[str, str]:
    """The view and the desk that an address asks for."""
    view = asked.get("xem", "")
    return (view if view in queries.VIEWS else "", asked.get("co-quan", "")[:110])


def list_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> ListPage:
    view, desk = asked_view(asked)
    found = queries.questions(actor, view=view, desk=desk, after=asked.get("sau", ""))
    here, today = reverse("forecasts:list"), local_date(at)
    kept = {**({"xem": view} if view else {}), **({"co-quan": desk} if desk else {})}
    export = reverse("forecasts:export")
    return ListPage(
        title=_("Dự báo"),
        tabs=tuple(
            Tab(str(label), f"{here}?{urlencode({'xem': key})}" if key else here, is_current=key == view)
            for key, label in TABS
        ),
        rows=tuple(row_of(line, today) for line in found.lines),
        pager=Pager(next_url=f"?{urlencode({'sau': found.next, **kept})}" if found.next else ""),
        empty=Empty(
            _("Chưa có câu hỏi nào."),
            _("Soạn một câu hỏi có quy tắc và ngày kết quả về một vấn đề; mỗi vị trí cho xác suất của mình."),
        ),
        draft=Link(_("Soạn câu hỏi"), reverse("forecasts:draft")) if found.may_draft else None,
        links=(
            Link(_("Kết quả theo cơ quan"), reverse("forecasts:scores")),
            Link(_("Tải CSV"), f"{export}?{urlencode(kept)}" if kept else export),
        ),
        narrowed=_narrowed(view, desk),
        why=str(SIGNED_IN),
    )


def _narrowed(view: str, desk: str) -> str:
    if view == "da-cham":
        return _("Chỉ những câu đã chấm của %(desk)s.") % {"desk": desk} if desk else _("Chỉ những câu đã chấm.")
    return _("Chỉ những câu của %(desk)s.") % {"desk": desk} if desk else ""


def row_of(line: queries.QuestionLine, today: date) -> Row:
    is_late = line.state in ("CLOSED", "RESOLVING") and line.resolves_date < today
    return Row(
        glyph=Glyph.of(State.LATE, _("Quá ngày có kết quả")) if is_late else say.glyph(say.QUESTION_STATES, line.state),
        what=line.text,
        url=reverse("forecasts:question", args=[line.code]),
        meta=say.joined([line.desk, *_numbers(line), _when(line)]),
        code=line.code,
        tag=words.illustration(line.is_illustration),
        hit=_mine(line),
    )


def _numbers(line: queries.QuestionLine) -> list[str]:
    found = [_("nền %(share)s") % {"share": say.share(line.kind, line.outcomes, line.base)}]
    if line.together is not None:
        found.append(_("ước tính chung %(share)s") % {"share": say.share(line.kind, line.outcomes, line.together)})
    if line.outcome is not None:
        found.append(_("kết quả: %(name)s") % {"name": line.outcomes[line.outcome]})
    if line.brier is not None:
        found.append(_("Brier %(score)s") % {"score": queries.decimal(line.brier)})
    return found


def _when(line: queries.QuestionLine) -> str:
    if line.state in ("DRAFT", "WAITING", "OPEN"):
        return _("khép %(day)s") % {"day": words.day(line.closes_date)}
    if line.state in ("CLOSED", "RESOLVING"):
        return _("có kết quả %(day)s") % {"day": words.day(line.resolves_date)}
    return ""


def _mine(line: queries.QuestionLine) -> str:
    if not line.is_mine:
        return ""
    return _("Bạn chưa cho xác suất") if line.state == "OPEN" else _("Chờ cơ quan bạn")


def question_page(actor: Actor, code: str, at: datetime) -> QuestionPage:
    value = queries.question_value(actor, code, at)
    line = value.line
    primary, acts = _acts(value)
    return QuestionPage(
        title=line.text,
        code=line.code,
        tag=words.illustration(line.is_illustration),
        state=say.glyph(say.QUESTION_STATES, line.state),
        meta=say.joined([line.desk, queries.kind_name(line.kind)]),
        back=Link(_("Dự báo"), reverse("forecasts:list")),
        notes=tuple(_notes(value, local_date(at))),
        primary=primary,
        acts=acts,
        print_url=reverse("forecasts:print", args=[code]),
        facts=tuple(_facts(value)),
        rule=value.rule,
        source=value.source,
        base_class=value.base_class,
        base_source=value.base_source,
        base=tuple(_base(value)),
        total=str(sum(value.counts)),
        is_hidden=line.is_hidden,
        has_together=line.together is not None,
        history=history(value),
        days=tuple(_day(value, number) for number in range(len(value.history))),
        estimates=tuple(_estimate(line, one) for one in reversed(value.estimates)),
        resolutions=tuple(_resolution(line, one) for one in value.resolutions),
        scores=tuple(_scores(line)),
        why=value.why,
    )


def _acts(value: queries.QuestionValue) -> tuple[Act | None, tuple[Act, ...]]:
    """The likeliest next step first."""
    code, rights, version = value.line.code, value.rights, value.line.version

    def at(name: str) -> str:
        return reverse(f"forecasts:{name}", args=[code])

    found: list[Act] = []
    if rights.open:
        found.append(Act(_("Mở câu hỏi…"), at("open")))
    if rights.estimate:
        label = _("Sửa xác suất của bạn") if value.own is not None else _("Cho xác suất")
        found.append(Act(label, at("estimate")))
    if rights.confirm:
        found.append(Act(_("Xác nhận kết quả"), at("confirm"), version))
        found.append(Act(_("Không xác nhận…"), at("refuse")))
    if rights.present:
        found.append(Act(_("Trình để mở"), at("present"), version))
    for has, label, name in (
        (rights.resolve, _("Ghi kết quả"), "resolve"),
        (rights.write, _("Sửa câu hỏi"), "write"),
        (rights.give_back, _("Trả lại để sửa…"), "return"),
        (rights.dispute, _("Đề nghị xem lại…"), "dispute"),
        (rights.drop, _("Bỏ câu hỏi…"), "drop"),
    ):
        if has:
            found.append(Act(label, at(name)))
    quiet = {at("dispute"), at("drop"), at("return")}  # nothing to press a reader towards
    if not found or found[0].url in quiet:
        return None, tuple(found)
    return found[0], tuple(found[1:])


def _notes(value: queries.QuestionValue, today: date) -> list[Note]:
    line, notes = value.line, []
    if line.state in ("CLOSED", "RESOLVING") and line.resolves_date < today:
        notes.append(Note(_("Đã qua ngày có kết quả %(day)s.") % {"day": words.day(line.resolves_date)}, is_late=True))
    if value.reason and line.state in ("DRAFT", "OPEN", "CLOSED", "ANNULLED", "DROPPED"):
        titles = {
            "ANNULLED": _("Đã hủy, không chấm điểm."),
            "DROPPED": _("Đã bỏ."),
            "DRAFT": _("Được trả lại."),
        }
        notes.append(Note(titles.get(line.state, _("Kết quả cần xem lại.")), value.reason))
    if line.is_hidden and value.rights.estimate:
        notes.append(
            Note(
                _("Xác suất của các vị trí khác đang ẩn."),
                _("Chúng hiện ra khi bạn đã cho xác suất của mình, để con số đầu không kéo theo các con số sau."),
            )
        )
    elif line.is_hidden:
        notes.append(Note(_("Xác suất đang ẩn đến hết ngày %(day)s.") % {"day": words.day(line.closes_date)}))
    if line.state == "RESOLVED" and line.brier is None:
        notes.append(
            Note(
                _("Không chấm điểm."),
                _("Chưa đủ %(fewest)s vị trí cho xác suất trước ngày có kết quả; điểm của một vị trí thì không tính.")
                % {"fewest": limits.FEWEST_SEATS},
            )
        )
    return notes


def _facts(value: queries.QuestionValue) -> list[Term]:
    line = value.line
    facts = [
        Term(_("Cơ quan dự báo"), line.desk),
        Term(_("Vấn đề"), line.dossier, reverse("plans:topic", args=[line.dossier])),
        Term(_("Ngày cuối cho xác suất"), words.day(line.closes_date)),
        Term(_("Ngày có kết quả"), words.day(line.resolves_date)),
        Term(_("Soạn"), say.joined([say.day_of(value.drafted_at), value.drafted_post])),
        Term(_("Số vị trí đã cho xác suất"), str(line.seats)),
    ]
    if value.presented_at:
        facts.append(Term(_("Trình"), say.joined([say.day_of(value.presented_at), value.presented_post])))
    if line.opened_at:
        facts.append(Term(_("Mở"), say.joined([say.day_of(line.opened_at), value.opened_post])))
    if value.parties:
        facts.append(Term(_("Cùng xem"), "; ".join(value.parties)))
    if line.decided_date:
        facts.append(Term(_("Xảy ra, được quyết định ngày"), words.day(line.decided_date)))
    if line.outcome is not None:
        facts.append(Term(_("Kết quả"), line.outcomes[line.outcome]))
    return facts


def _base(value: queries.QuestionValue) -> list[BaseRow]:
    line = value.line
    return [
        BaseRow(
            outcome=name,
            count=str(value.counts[number]),
            share=queries.percent(line.base[number]),
            together=queries.percent(line.together[number]) if line.together is not None else "",
            median=queries.percent(line.median[number]) if line.median is not None else "",
            came=line.outcome == number,
        )
        for number, name in enumerate(line.outcomes)
    ]


def _day(value: queries.QuestionValue, number: int) -> DayRow:
    one, line = value.history[number], value.line
    days = words.day(one.first) if one.first == one.last else f"{words.day(one.first)}–{words.day(one.last)}"
    if one.is_base:
        return DayRow(days, _("chưa đủ vị trí, lấy tỷ lệ nền"), "", str(one.seats))
    return DayRow(
        days,
        say.all_shares(line.kind, line.outcomes, one.mean),
        say.all_shares(line.kind, line.outcomes, one.median),
        str(one.seats),
    )


def _estimate(line: queries.QuestionLine, one: queries.EstimateValue) -> EstimateRow:
    seat = _("Vị trí %(seat)s, lần %(turn)s") if one.turn > 1 else _("Vị trí %(seat)s")
    return EstimateRow(
        seat=seat % {"seat": one.seat, "turn": one.turn},
        post=say.joined([one.post, one.unit]),
        shares=say.all_shares(line.kind, line.outcomes, one.shares),
        reason=one.reason,
        when=say.moment_of(one.given_at),
        is_own=one.is_own,
        is_latest=one.is_latest,
    )


def _resolution(line: queries.QuestionLine, one: queries.ResolutionValue) -> ResolutionRow:
    decided = _("xảy ra ngày %(day)s") % {"day": words.day(one.decided_date)} if one.decided_date else ""
    settled = say.joined([say.day_of(one.settled_at), one.settled_post])
    return ResolutionRow(
        state=say.glyph(say.RESOLUTION_STATES, one.state),
        outcome=line.outcomes[one.outcome] if one.outcome is not None else _("Quy tắc không quyết định được"),
        meta=say.joined(
            [
                decided,
                _("ghi: %(by)s") % {"by": say.joined([say.day_of(one.proposed_at), one.proposed_post])},
                _("người thứ hai: %(by)s") % {"by": settled} if settled else "",
            ]
        ),
        reason=one.reason,
        citation=one.citation,
        document_url=reverse("documents:document", args=[one.document]) if one.is_visible else "",
        page=one.page,
        link=one.link,
        note=one.note,
    )


def _scores(line: queries.QuestionLine) -> list[ScoreRow]:
    if line.brier is None:
        return []
    log, base_log = queries.decimal(line.log_loss), queries.decimal(line.base_log_loss)
    return [
        ScoreRow(
            _("Brier (0 tốt nhất, 2 kém nhất)"),
            queries.decimal(line.brier),
            queries.decimal(line.base_brier),
            _better(line.brier, line.base_brier),
        ),
        ScoreRow(_("Điểm log (0 tốt nhất, 6,908 kém nhất)"), log, base_log, _better(line.log_loss, line.base_log_loss)),
    ]


def _better(score: float | None, base: float | None) -> str:
    if score is None or base is None or score == base:
        return _("như nhau")
    return _("ước tính chung") if score < base else _("tỷ lệ nền")


def questions_on(actor: Actor, code: str, at: datetime) -> QuestionsPanel | None:
    """What a topic shows of questions about it."""
    found = queries.questions_about(actor, code)
    return QuestionsPanel(tuple(row_of(line, local_date(at)) for line in found)) if found else None
