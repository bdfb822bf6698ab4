"""A question is worded, presented and opened. After that its words, its rule and its base rate stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from phoihop.documents.commands import check_text
from phoihop.forecasts import events, states
from phoihop.forecasts.commands.basics import (
    is_second,
    labels,
    line_of,
    load,
    next_state,
    no_person,
    post_of,
    reason_of,
    refusal,
    text_of,
    unchanged,
)
from phoihop.forecasts.models import Question, QuestionParty
from phoihop.forecasts.queries.marks import mark_of
from phoihop.forecasts.queries.names import WHAT_MAY_BE_ASKED, wording_in_words
from phoihop.forecasts.rules import limits, wording
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotAllowed, ask
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import unit_names, units_in_force
from phoihop.plans import queries as plans


@command("question.draft")
def draft_question(
    *,
    desk_id: int,
    dossier: str,
    kind: str,
    text: str,
    rule: str,
    source: str,
    counts: Sequence[int],
    base_class: str,
    base_source: str,
    closes_date: date,
    resolves_date: date,
    outcomes: Sequence[str] = (),
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.QuestionDrafted:
    """A desk words a question about a topic. `counts`: how often each outcome came before, of a yes-or-no question yes
    then no; `base_class` says in what like cases.

    Refused: a person, a verdict not yet read, words that no source decides; a topic that one does not see; no base
    rate; outcomes that are fewer than two, doubled or too many; days that are over or in the wrong order.
    """
    ask(by, "question.draft", unit_id=desk_id)
    if len(units_in_force({desk_id}, at)) != 1:
        raise Refused(_("Cơ quan dự báo không còn hoặc chưa có hiệu lực. Chưa ghi gì."))
    values = _checked(
        at=at,
        by=by,
        dossier=dossier,
        kind=kind,
        text=text,
        rule=rule,
        source=source,
        outcomes=outcomes,
        counts=counts,
        base_class=base_class,
        base_source=base_source,
        closes_date=closes_date,
        resolves_date=resolves_date,
    )
    territory, today = unit_names([desk_id])[desk_id].territory, local_date(at)
    code = limits.code(territory, today.year, take_numbers(limits.series(territory, today.year), 1)[0])
    row = Question.rows.create(
        code=code,
        territory=territory,
        desk_id=desk_id,
        **values,
        drafted_at=at,
        drafted_post=post_of(by),
        drafted_mark=mark_of(by, code),
        is_illustration=is_illustration,
    )
    return tell(events.QuestionDrafted(**labels(row), question_kind=kind))


@command("question.write")
def write_question(
    *,
    code: str,
    dossier: str,
    kind: str,
    text: str,
    rule: str,
    source: str,
    counts: Sequence[int],
    base_class: str,
    base_source: str,
    closes_date: date,
    resolves_date: date,
    outcomes: Sequence[str] = (),
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.QuestionWritten:
    """The same again before it is presented. Twice is harmless. Refused as `draft_question`, and once presented."""
    row = load(code, "question.write", by, version)
    if row.state != "DRAFT":
        raise Refused(refusal(row))
    values = _checked(
        at=at,
        by=by,
        dossier=dossier,
        kind=kind,
        text=text,
        rule=rule,
        source=source,
        outcomes=outcomes,
        counts=counts,
        base_class=base_class,
        base_source=base_source,
        closes_date=closes_date,
        resolves_date=resolves_date,
    )
    before = {name: getattr(row, name) for name in values}
    if before == values:
        return unchanged(events.QuestionWritten(**labels(row)))
    change(row, **values, drafted_mark=mark_of(by, code), drafted_post=post_of(by))
    told = ("text", "rule", "source", "closes_date", "resolves_date")
    changes = {name: (str(before[name]), str(values[name])) for name in told if before[name] != values[name]}
    return tell(events.QuestionWritten(**labels(row)), changes=changes)


@command("question.present")
def present_question(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.QuestionPresented:
    """It goes to the desk's approver. Refused: a closing day that has come meanwhile."""
    row = load(code, "question.present", by, version)
    following = next_state(row, "present")
    _still_ahead(row.closes_date, at)
    change(
        row,
        state=following,
        presented_at=at,
        presented_post=post_of(by),
        presented_mark=mark_of(by, code),
        reason="",
    )
    return tell(events.QuestionPresented(**labels(row)))


@command("question.return")
def return_question(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.QuestionReturned:
    """The approver gives it back with a reason. Refused without one, and when nothing waits."""
    row = load(code, "question.return", by, version)
    reason = reason_of(reason)
    following = next_state(row, "return")
    change(row, state=following, reason=reason)
    return tell(events.QuestionReturned(**labels(row), reason=reason))


@command("question.open")
def open_question(
    *, code: str, is_of_event: bool, is_clear: bool, version: int | None = None, by: Actor, at: datetime
) -> events.QuestionOpened:
    """An approver says that it is about an event or a quantity (`is_of_event`) and that its rule is clear
    (`is_clear`); from now on nothing of it changes, and the units of the topic see it.

    Refused: unsaid, who worded or presented it, wording that the rules refuse, a closing day that has come.
    """
    row = load(code, "question.open", by, version)
    following = next_state(row, "open")
    if not is_second(by, row, (row.drafted_mark, row.presented_mark)):
        raise NotAllowed(
            _("Người soạn hoặc trình câu hỏi không tự mở. %(code)s vẫn chờ; hãy để người duyệt khác xem.")
            % {"code": code}
        )
    if not is_of_event or not is_clear:
        raise Refused(
            _(
                "Người duyệt cần xác nhận câu hỏi là về sự việc hoặc số lượng, không về một người, và quy tắc kết quả"
                " rõ. %(code)s vẫn chờ; nếu chưa đúng, hãy trả lại kèm lý do."
            )
            % {"code": code}
        )
    _check_words(row.text, row.rule, row.source, row.base_class, row.base_source, row.outcomes)
    _still_ahead(row.closes_date, at)
    change(row, state=following, opened_at=at, opened_post=post_of(by), reason="")
    units = sorted(plans.parties([row.dossier]) - {row.desk_id})
    QuestionParty.rows.bulk_create(QuestionParty(question=row, unit_id=unit_id) for unit_id in units)
    return tell(
        events.QuestionOpened(**labels(row), closes=row.closes_date.isoformat(), resolves=row.resolves_date.isoformat())
    )


@command("question.drop")
def drop_question(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.QuestionDropped:
    """It is not asked. Twice is harmless. Refused without a reason, and once it is open: then it runs to its end."""
    row = load(code, "question.drop", by, version)
    reason = reason_of(reason)
    event = events.QuestionDropped(**labels(row), reason=reason)
    if row.state == "DROPPED":
        return unchanged(event)
    following = next_state(row, "drop")
    change(row, state=following, reason=reason)
    return tell(event)


def _checked(
    *,
    at: datetime,
    by: Actor,
    dossier: str,
    kind: str,
    text: str,
    rule: str,
    source: str,
    outcomes: Sequence[str],
    counts: Sequence[int],
    base_class: str,
    base_source: str,
    closes_date: date,
    resolves_date: date,
) -> dict[str, Any]:
    """The columns of a question as they were given. Refused: see `draft_question`."""
    if kind not in states.KINDS:
        raise Refused(_("Không có loại câu hỏi này. Chưa ghi gì; hãy chọn lại loại."))
    values: dict[str, Any] = {
        "dossier": _topic(dossier, by),
        "kind": kind,
        "text": line_of(text, limits.LONGEST_TEXT),
        "rule": text_of(rule, limits.LONGEST_RULE),
        "source": line_of(source, limits.LONGEST_SOURCE),
        "outcomes": _outcomes(kind, outcomes),
        "base_class": line_of(base_class, limits.LONGEST_CLASS),
        "base_source": line_of(base_source, limits.LONGEST_SOURCE),
        "closes_date": closes_date,
        "resolves_date": resolves_date,
    }
    values["counts"] = _counts(values["outcomes"], counts)
    _check_words(*(values[name] for name in ("text", "rule", "source", "base_class", "base_source", "outcomes")))
    _still_ahead(closes_date, at)
    if resolves_date < closes_date:
        raise Refused(_("Ngày có kết quả không thể trước ngày khép xác suất. Chưa ghi gì; hãy xem lại hai ngày."))
    return values


def _check_words(text: str, rule: str, source: str, base_class: str, base_source: str, outcomes: Sequence[str]) -> None:
    if wording.is_too_short(text):
        raise Refused(_("Câu hỏi quá ngắn. Chưa ghi gì. %(what)s") % {"what": WHAT_MAY_BE_ASKED})
    if faults := wording.faults_of(". ".join([text, *outcomes])):
        raise Refused(_("Chưa ghi gì. %(why)s") % {"why": wording_in_words(faults)})
    if wording.is_rule_too_short(rule) or not source:
        raise Refused(
            _(
                "Quy tắc kết quả cần nói rõ: nguồn nào, số hay việc gì, đến lúc nào thì là „có“. Chưa ghi gì; hãy viết"
                " để một người ngoài cũng kết luận được như vậy."
            )
        )
    if not base_class or not base_source:
        raise Refused(
            _(
                "Cần ghi tỷ lệ nền trước khi ai cho xác suất: trong những trường hợp giống thế nào, theo nguồn nào."
                " Chưa ghi gì."
            )
        )
    for words_ in (rule, source, base_class, base_source):
        no_person(words_)
    check_text(text)


def _topic(code: str, by: Actor) -> str:
    given = code.strip()[:80]
    if given not in plans.visible_topics(by, [given]):
        raise Refused(_("Không thấy vấn đề „%(code)s“. Chưa ghi gì; hãy ghi mã như VD-kg-2021-0001.") % {"code": given})
    return given


def _outcomes(kind: str, outcomes: Sequence[str]) -> list[str]:
    given = [line_of(one, limits.LONGEST_OUTCOME) for one in outcomes if one.strip()]
    if kind == "YESNO":
        return []
    if not 2 <= len(given) <= limits.MOST_OUTCOMES:
        raise Refused(_("Cần từ 2 đến %(most)s khả năng loại trừ nhau. Chưa ghi gì.") % {"most": limits.MOST_OUTCOMES})
    if len({one.lower() for one in given}) != len(given):
        raise Refused(_("Có hai khả năng giống nhau. Chưa ghi gì; mỗi khả năng ghi một lần."))
    return given


def _counts(outcomes: Sequence[str], counts: Sequence[int]) -> list[int]:
    wanted = len(outcomes) or 2
    if len(counts) != wanted or any(one < 0 for one in counts) or not 0 < sum(counts) <= limits.MOST_TIMES_BEFORE:
        raise Refused(
            _(
                "Tỷ lệ nền chưa đủ: mỗi khả năng một số lần đã xảy ra, tổng ít nhất là 1 và nhiều nhất %(most)s. Chưa"
                " ghi gì."
            )
            % {"most": limits.MOST_TIMES_BEFORE}
        )
    return list(counts)


def _still_ahead(closes_date: date, at: datetime) -> None:
    today = local_date(at)
    if closes_date <= today:
        raise Refused(
            _("Ngày khép xác suất phải sau hôm nay (%(today)s). Chưa có gì thay đổi; hãy chọn ngày khác.")
            % {"today": words.day(today)}
        )
