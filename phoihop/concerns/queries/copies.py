"""The public's view of a concern, field by field: what its code opens, and the answer as everybody may read it."""

from __future__ import annotations

import json
from datetime import datetime

from django.conf import settings
from django.utils import translation

from phoihop.concerns import states
from phoihop.concerns.models import Answer, Concern, Part, Step
from phoihop.concerns.queries.items import visible_row
from phoihop.concerns.queries.routing import way_of
from phoihop.concerns.queries.words import STATES, titles_of
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.dates import Explanation
from phoihop.obligations.queries import explanation_in_words
from phoihop.organizations.queries import unit_names
from phoihop.publications import commands as publications


def tracking_copies(row: Concern) -> list[publications.TrackingCopy]:
    """What goes out: of the concern itself and of each merged into it, which shows what is done for all."""
    common = _common(row)
    return [_copy(one, row, *common) for one in _group(row)]


def _common(row: Concern) -> tuple[tuple[publications.Step, ...], Answer | None, str, list[str]]:
    steps = tuple(
        publications.Step(at=step.at, state=step.state, words=step.words, more=step.more)
        for step in Step.rows.filter(concern=row).order_by("pk")
    )
    answer = Answer.rows.filter(concern=row, state="APPROVED").order_by("-number").first()
    parts = Part.rows.filter(concern=row, role="SUPPORTING").exclude(state="LEFT").order_by("pk")
    ids = list(parts.values_list("unit_id", flat=True))
    lead_id = row.lead_id or way_of(row.territory, row.service, row.place).unit_id or row.reception_id
    names = unit_names([lead_id, *ids])
    return steps, answer, names[lead_id].name, [names[pk].name for pk in ids]


def _copy(
    one: Concern,
    main: Concern,
    steps: tuple[publications.Step, ...],
    answer: Answer | None,
    unit_name: str,
    others: list[str],
) -> publications.TrackingCopy:
    """`one` is the raiser's own concern, `main` what is worked on for it."""
    is_answered = main.state in states.DONE
    state = states.shown(main.state, is_published=main.published_at is not None, is_rated=one.rating is not None)
    own = steps if one is main else _own_steps(one, steps)
    with translation.override(settings.LANGUAGE_CODE):
        words = str(STATES[state])
        why = explanation_in_words(Explanation.from_plain(json.loads(main.explanation)))
    return publications.TrackingCopy(
        code=one.code,
        territory=one.territory,
        service=one.service,
        place=one.place,
        state=state,
        state_words=words,
        title=main.title,
        unit_name=unit_name,
        other_units=others,
        received_at=one.received_at,
        due_date=None if main.state == "REFUSED" else main.promised_date,
        due_why=() if main.state == "REFUSED" else why,
        answered_at=main.answered_at if is_answered else None,
        steps=own,
        answer=_answer_text(answer) if answer is not None and is_answered else "",
        answer_number=main.answer_number,
        reopen_until=main.reopen_until if main.state == "ANSWERED" and main.reopened_at is None else None,
        asks=main.question if main.state == "NEEDS_INFO" else "",
        rating=one.rating,
        merged_into="" if one is main else main.code,
        latitude=one.latitude,
        longitude=one.longitude,
        is_public=one is main and bool(one.title) and one.state not in ("HELD", "REFUSED"),
        is_illustration=one.is_illustration,
    )


def _own_steps(one: Concern, steps: tuple[publications.Step, ...]) -> tuple[publications.Step, ...]:
    """Of a merged one: what happened to it until it was merged, then what happened to the concern it is part of."""
    mine = [
        publications.Step(at=step.at, state=step.state, words=step.words, more=step.more)
        for step in Step.rows.filter(concern=one).order_by("pk")
    ]
    since = mine[-1].at if mine else one.received_at
    return (*mine, *(step for step in steps if step.at > since or step.state in states.DONE))


def _answer_text(answer: Answer) -> str:
    """The answer with its evidence under it."""
    evidence = [
        f"- [{_plain(name)}]({address})" if address else f"- {name}" for name, address in json.loads(answer.evidence)
    ]
    return "\n".join([answer.text, "", *evidence]) if evidence else answer.text


def _plain(name: str) -> str:
    return name.replace("[", "(").replace("]", ")")


def alone_copy(row: Concern) -> publications.TrackingCopy:
    """Of one concern, where its group is not touched."""
    return _copy(row, row, *_common(row))


def public_copy(row: Concern) -> publications.Copy | None:
    """Exactly what goes out of an answered concern; None while there is no answer or no public wording."""
    answer = Answer.rows.filter(concern=row, state="APPROVED").order_by("-number").first()
    return None if answer is None or row.answered_at is None else _public(row, answer, row.answered_at)


def _public(row: Concern, answer: Answer, answered_at: datetime) -> publications.Copy | None:
    if not row.title or row.lead_id is None:
        return None
    _title, service, _place = titles_of([row])[row.pk]
    parts = list(Part.rows.filter(concern=row).exclude(state="LEFT").order_by("role", "pk"))
    names = unit_names([row.lead_id, *(part.unit_id for part in parts)])
    return publications.Copy(
        code=row.code,
        territory=row.territory,
        title=row.title,
        text=answer.text,
        unit_name=names[row.lead_id].name,
        dossier=row.dossier,
        place=row.place,
        published_at=row.published_at or answered_at,
        is_illustration=row.is_illustration,
        details=publications.AnswerDetails(
            question=row.public_text,
            service=service,
            received_date=local_date(row.received_at).isoformat(),
            answered_date=local_date(answered_at).isoformat(),
            due_date=row.promised_date.isoformat(),
            parts=tuple((names[part.unit_id].name, part.about) for part in parts),
            evidence=tuple((name, address) for name, address in json.loads(answer.evidence)),
            raisers=1 + Concern.rows.filter(merged_into=row).count(),
        ),
    )


def tracking_preview(actor: Actor, code: str, at: datetime) -> publications.TrackingCopy:
    """What whoever has the code sees: now, or, while an answer is being written, once it has been approved."""
    row = visible_row(actor, code)
    answer = _draft(row)
    if answer is None:
        return alone_copy(row)
    steps, _answer, unit_name, others = _common(row)
    row.state, row.answered_at, row.answer_number = "ANSWERED", at, answer.number
    return _copy(row, row, steps, answer, unit_name, others)


def public_preview(actor: Actor, code: str, at: datetime) -> publications.Copy | None:
    """What everybody would read if the answer, approved or still being written, went out now."""
    row = visible_row(actor, code)
    answer = _draft(row)
    return public_copy(row) if answer is None else _public(row, answer, at)


def _draft(row: Concern) -> Answer | None:
    """That is being written or waits for approval. The row that is shown with it is not kept."""
    return Answer.rows.filter(concern=row).exclude(state="APPROVED").order_by("-number").first()


def _group(row: Concern) -> list[Concern]:
    return [row, *Concern.rows.filter(merged_into=row).order_by("pk")]
