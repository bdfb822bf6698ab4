"""Reading assessments: the list, one file with everything its page shows, what other pages show of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.urls import reverse

from phoihop.assessments import states
from phoihop.assessments.models import (
    Assessment,
    Consultation,
    Dissent,
    Evidence,
    Group,
    Habit,
    Hand,
    Impact,
    Measure,
    OpenQuestion,
    Remark,
    ScopeAnswer,
    Version,
)
from phoihop.assessments.queries.freezing import is_whole
from phoihop.assessments.queries.values import (
    AnswerValue,
    AssessmentLine,
    AssessmentList,
    AssessmentValue,
    ConsultationValue,
    DissentValue,
    EvidenceValue,
    GroupValue,
    ImpactValue,
    MeasureValue,
    QuestionValue,
    RemarkValue,
    Rights,
    VersionValue,
)
from phoihop.assessments.rules import limits, scoring
from phoihop.documents import queries as documents
from phoihop.ground.actor import DOERS, Actor, Role
from phoihop.ground.events import Event
from phoihop.ground.powers import NotVisible, may, why
from phoihop.ground.prepared import prepared
from phoihop.obligations import queries as obligations
from phoihop.organizations.queries import unit_names
from phoihop.plans import queries as plans

MOST_SHOWN = 50
VIEWS = {
    "": None,
    "dang-lam": ("ASKED", "DECLINED", "WORKING"),
    "tham-tra": ("EVALUATING", "EVALUATED"),
    "xac-nhan": ("VALIDATED",),
    "ket-thuc": ("CLOSED", "WITHDRAWN"),
}


def assessments(actor: Actor, *, view: str = "", after: str = "", limit: int = MOST_SHOWN) -> AssessmentList:
    """The assessments that the reader may see, the newest first. Four queries."""
    rows = Assessment.objects.visible_to(actor).order_by("-pk")
    wanted = VIEWS.get(view)
    if wanted is not None:
        rows = rows.filter(state__in=wanted)
    if after:
        rows = rows.filter(pk__lt=Assessment.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    own = actor.unit_id
    return AssessmentList(
        lines=tuple(lines_of(actor, shown)),
        next=shown[-1].code if len(found) > limit else "",
        may_ask=own is not None and may(actor, "assessment.ask", unit_id=own),
        smallest_group=smallest_group_of(own or 0),
        may_set=own is not None and may(actor, "group_size.set", unit_id=own),
    )


def smallest_group_of(unit_id: int) -> int:
    kept = Habit.rows.filter(unit_id=unit_id).values_list("smallest_group", flat=True).first()
    return kept or limits.SMALLEST_GROUP


def lines_of(actor: Actor, rows: Collection[Assessment]) -> list[AssessmentLine]:
    """One query however many."""
    names = unit_names(pk for row in rows for pk in (row.owner_id, row.assessor_id, row.evaluator_id))
    return [
        AssessmentLine(
            code=row.code,
            title=row.title,
            state=row.state,
            dossier=row.dossier,
            owner=names[row.owner_id].name,
            assessor=names[row.assessor_id].name,
            evaluator=names[row.evaluator_id].name,
            due_date=row.due_date,
            rescore_date=row.rescore_date,
            is_needed=row.is_needed,
            is_out=row.is_out,
            is_mine=actor.unit_id == whose_turn(row),
            asked_at=row.asked_at,
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def whose_turn(row: Assessment) -> int | None:
    """The unit that has the next step; of a validated one nobody, until its day comes."""
    match row.state:
        case "ASKED" | "WORKING":
            return row.assessor_id
        case "EVALUATING":
            return row.evaluator_id
        case "EVALUATED" | "DECLINED":
            return row.owner_id
    return None


def visible_assessment(actor: Actor, code: str) -> Assessment:
    row = Assessment.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def assessment_value(actor: Actor, code: str, today: date) -> AssessmentValue:
    """One assessment with everything its page shows. Not visible to outsiders; a constant number of queries."""
    row = visible_assessment(actor, code)
    evidence = list(Evidence.rows.filter(assessment=row).order_by("number"))
    consultations = list(Consultation.rows.filter(assessment=row).order_by("number"))
    named = [code for code in (*(one.document for one in evidence), *(one.document for one in consultations)) if code]
    readable = documents.documents_of(actor, named) if named else {}
    topic = plans.visible_topics(actor, [row.dossier])
    value_of = _plain(row)
    return AssessmentValue(
        line=lines_of(actor, [row])[0],
        topic=row.dossier,
        topic_url=reverse("plans:topic", args=[row.dossier]) if row.dossier in topic else "",
        answers=tuple(
            AnswerValue(one.key, one.answer, one.note)
            for one in ScopeAnswer.rows.filter(assessment=row).order_by("number")
        ),
        groups=tuple(
            GroupValue(one.number, one.name, one.place, one.size, one.source, one.is_vulnerable)
            for one in Group.rows.filter(assessment=row).order_by("number")
        ),
        impacts=tuple(_impacts(row, evidence, readable)),
        measures=tuple(_measures(actor, row, today)),
        questions=tuple(
            QuestionValue(one.number, one.text, one.answer)
            for one in OpenQuestion.rows.filter(assessment=row).order_by("number")
        ),
        consultations=tuple(
            ConsultationValue(
                one.number,
                one.groups,
                one.way,
                one.day,
                one.people,
                one.outcome,
                one.document,
                one.citation,
                one.document in readable,
            )
            for one in consultations
        ),
        dissents=tuple(
            DissentValue(one.number, one.unit_name, one.text, one.because, one.post, one.at, one.frozen)
            for one in Dissent.rows.filter(assessment=row).order_by("number")
        ),
        remarks=tuple(
            RemarkValue(
                one.number,
                one.text,
                one.answer,
                one.state,
                one.frozen,
                one.made_at,
                one.made_post,
                one.answered_post,
            )
            for one in Remark.rows.filter(assessment=row).order_by("number")
        ),
        versions=tuple(
            VersionValue(one.number, one.why, one.sha256, one.at, one.post, is_whole(one.content, one.sha256))
            for one in Version.rows.filter(assessment=row).order_by("-number")
        ),
        rights=rights_of(actor, row),
        why=why(actor, row),
        **value_of,
    )


SAME = (
    *("task", "owner_id", "assessor_id", "evaluator_id", "is_apart", "stage", "smallest_group", "scope_reason"),
    *("before", "after", "findings", "summary", "evaluation", "validation", "closing", "reason", "taken_from"),
    *("number", "asked_post", "presented_at", "presented_post", "passed_at", "passed_post", "validated_at"),
    *("validated_post", "closed_at", "closed_post", "version"),
)


def _plain(row: Assessment) -> dict[str, Any]:
    return {name: getattr(row, name) for name in SAME}


def _impacts(row: Assessment, evidence: list[Evidence], readable: Collection[str]) -> list[ImpactValue]:
    based: dict[int, list[EvidenceValue]] = {}
    for one in evidence:
        based.setdefault(one.impact_id, []).append(
            EvidenceValue(
                one.number,
                one.grade,
                one.document,
                one.citation,
                one.page,
                one.statement,
                one.link,
                one.is_of_outcome,
                one.document in readable,
            )
        )
    rows = Impact.rows.filter(assessment=row).select_related("group").order_by("number")
    return [impact_value(one, tuple(based.get(one.pk, ()))) for one in rows]


def impact_value(one: Impact, evidence: tuple[EvidenceValue, ...]) -> ImpactValue:
    """One impact with its levels worked out."""
    first = scoring.Score(one.severity, one.reach, one.duration, one.likelihood)
    left = left_score(one)
    actual = actual_score(one)
    grade = scoring.best_grade([piece.grade for piece in evidence if piece.is_of_outcome != one.is_foreseen])
    expected = (left or first) if one.is_foreseen else None
    return ImpactValue(
        number=one.number,
        group=one.group.number,
        theme=one.theme,
        text=one.text,
        is_positive=one.is_positive,
        is_foreseen=one.is_foreseen,
        first=first,
        level=scoring.level(first),
        grade=grade,
        span=scoring.span(first, grade),
        left=left,
        left_level=scoring.level(left) if left is not None else None,
        left_reason=one.left_reason,
        came=one.came,
        actual=actual,
        came_text=one.came_text,
        outcome=scoring.outcome(expected, one.came, actual) if one.came else "",
        deviation=scoring.deviation(expected, one.came, actual) if one.came else None,
        evidence=evidence,
    )


def left_score(one: Impact) -> scoring.Score | None:
    values = [getattr(one, f"left_{scale}") for scale in scoring.SCALES]
    return None if None in values else scoring.Score(*values)


def actual_score(one: Impact) -> scoring.Score | None:
    severity, reach, duration = one.came_severity, one.came_reach, one.came_duration
    if one.came != "CAME" or severity is None or reach is None or duration is None:
        return None
    return scoring.Score(severity, reach, duration, scoring.MOST)


def _measures(actor: Actor, row: Assessment, today: date) -> list[MeasureValue]:
    rows = list(Measure.rows.filter(assessment=row).select_related("impact").order_by("number"))
    names = unit_names([one.unit_id for one in rows])
    owed = {line.code: line for line in obligations.rows_of(actor, source=row.code, today=today)}
    return [
        MeasureValue(
            number=one.number,
            impact=one.impact.number if one.impact is not None else None,
            text=one.text,
            unit_id=one.unit_id,
            unit=names[one.unit_id].name,
            due_date=one.due_date,
            cost=one.cost,
            is_condition=one.is_condition,
            is_owed=one.is_owed,
            obligation=one.obligation if one.obligation in owed else "",
            stands=owed[one.obligation].shown if one.obligation in owed else "",
        )
        for one in rows
    ]


def rights_of(actor: Actor, row: Assessment) -> Rights:
    hands = set()
    if actor.account_id is not None:
        hands = set(Hand.rows.filter(assessment=row, account_id=actor.account_id).values_list("part", flat=True))
    wrote, judged = "WRITE" in hands, "EVALUATE" in hands

    def can(power: str) -> bool:
        return may(actor, power, row)

    state = row.state
    return Rights(
        accept=state == "ASKED" and can("assessment.accept"),
        decline=state == "ASKED" and can("assessment.decline"),
        ask_again=state == "DECLINED" and can("assessment.ask_again"),
        withdraw=row.validated_at is None and "withdraw" in states.ASSESSMENT[state] and can("assessment.withdraw"),
        write=state == "WORKING" and not judged and can("assessment.write"),
        present=state == "WORKING" and not judged and can("assessment.present"),
        evaluate=state == "EVALUATING" and not wrote and can("assessment.evaluate"),
        answer=state in ("EVALUATING", "WORKING") and not judged and can("assessment.write"),
        give_back=state in ("EVALUATING", "EVALUATED") and can("assessment.return"),
        dissent=state in ("WORKING", "EVALUATING", "EVALUATED", "VALIDATED") and can("assessment.dissent"),
        validate=state == "EVALUATED" and not hands and can("assessment.validate"),
        revise=state == "VALIDATED" and can("assessment.revise"),
        rescore=state == "VALIDATED" and not judged and can("assessment.rescore"),
        close=state == "VALIDATED" and not hands and can("assessment.close"),
        publish=state in states.STANDS and bool(row.summary) and can("assessment.publish"),
        take_back=row.is_out and can("assessment.take_back"),
    )


def version_content(actor: Actor, code: str, number: int) -> tuple[str, str]:
    """A frozen version as it was kept, and its hash. Not visible: none of this number."""
    row = visible_assessment(actor, code)
    version = Version.rows.filter(assessment=row, number=number).first()
    if version is None:
        raise NotVisible
    return version.content, version.sha256


def assessments_about(actor: Actor, dossier: str) -> list[AssessmentLine]:
    """Those about a topic, the newest first."""
    return lines_of(actor, _about(actor, dossier))


@prepared
def _about(actor: Actor, dossier: str) -> QuerySet[Assessment]:
    rows = Assessment.objects.visible_to(actor).filter(dossier=dossier).exclude(state="WITHDRAWN")
    return rows.order_by("-pk")[:MOST_SHOWN]


def holds_up(dossier: str) -> tuple[str, ...]:
    """Phases of a topic that do not end before an assessment is validated. For the topic's page; one query."""
    rows = Assessment.rows.filter(dossier=dossier, state__in=("ASKED", "WORKING", "EVALUATING", "EVALUATED"))
    return tuple(dict.fromkeys(rows.exclude(stage="").values_list("stage", flat=True)))


def assessment_of_obligation(actor: Actor, source: str) -> AssessmentLine | None:
    rows = list(Assessment.objects.visible_to(actor).filter(code=source)[:1])
    return lines_of(actor, rows)[0] if rows else None


def source_of_duty(code: str) -> str:
    """What an obligation, whose page the reader has found visible, comes from. One query."""
    return str(obligations.row_of(cast("Any", Event(code=code))).source)


def to_take_over(actor: Actor, code: str) -> list[tuple[str, str]]:
    """Earlier assessments that may become the beginning of this one: validated, visible; those of the same topic and
    of the topics it was carried from come with the others, the newest first."""
    rows = Assessment.objects.visible_to(actor).filter(state__in=states.STANDS).exclude(code=code).order_by("-pk")
    return [(one, f"{one} – {title}") for one, title in rows.values_list("code", "title")[:MOST_SHOWN]]


def in_menu(actor: Actor, today: date) -> QuerySet[Assessment, Any]:
    """For the menu: what waits for the reader's unit."""
    own = actor.unit_id
    if own is None or not actor.has_role(DOERS):
        return Assessment.rows.none()
    if actor.has_role({Role.APPROVER}) and not actor.has_role({Role.DRAFTER, Role.FOCAL}):
        return Assessment.rows.filter(owner_id=own, state="EVALUATED")
    assesses = Q(assessor_id=own, state__in=("ASKED", "WORKING"))
    return Assessment.rows.filter(assesses | Q(evaluator_id=own, state="EVALUATING"))
