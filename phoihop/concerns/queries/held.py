"""What is kept about whoever raised a concern: gathered for him, and for nobody else."""

from __future__ import annotations

import json
from datetime import datetime

from phoihop.concerns.models import Addition, Concern, ConcernPhoto, Contact, DataRequest, Told
from phoihop.concerns.outside import boxes
from phoihop.concerns.queries.values import AdditionValue, ContactValue, Held, RequestLine, RequestValue
from phoihop.concerns.queries.words import CHANNELS, WISHES, titles_of
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.dates import Explanation
from phoihop.ground.powers import NotVisible, ask


def contact_of(row: Concern) -> ContactValue | None:
    """Opened. Whoever calls this answers for it."""
    contact = Contact.rows.filter(concern=row).first()
    if contact is None:
        return None
    plain = json.loads(boxes.open_text(contact.sealed, of=f"contact:{row.code}"))
    return ContactValue(
        name=plain["name"],
        phone=plain["phone"],
        mail=plain["mail"],
        address=plain["address"],
        delete_on=contact.delete_on,
    )


def text_of(row: Concern) -> str:
    """As it was written; empty once it is gone."""
    return boxes.open_text(row.sealed, of=f"text:{row.code}")


def additions_of(rows: list[Concern]) -> tuple[AdditionValue, ...]:
    """What the raisers of these said later, in the order of the concerns."""
    codes = {row.pk: row.code for row in rows}
    numbers: dict[int, int] = {}
    found = []
    additions = list(Addition.rows.filter(concern__in=list(codes)).order_by("concern_id", "pk"))
    boxes.fetch_unit_keys(one.sealed for one in additions)
    for one in additions:
        number = numbers[one.concern_id] = numbers.get(one.concern_id, 0) + 1
        text = boxes.open_text(one.sealed, of=f"more:{codes[one.concern_id]}:{number}")
        found.append(AdditionValue(at=one.at, text=text))
    return tuple(found)


def held_about(actor: Actor, code: str) -> Held:
    """Everything at once. Refused (NotVisible): not the reception unit's."""
    row = Concern.objects.visible_to(actor, "data.handle").filter(code=code).first()
    if row is None:
        row = Concern.objects.visible_to(actor).filter(code=code).first()
        if row is None:
            raise NotVisible
        ask(actor, "data.handle", row)
    contact = Contact.rows.filter(concern=row).values_list("version", flat=True).first()
    told = Told.rows.filter(raiser=row).order_by("pk").values_list("at", "step__words", "by_mail")
    return Held(
        code=row.code,
        title=titles_of([row])[row.pk][0],
        received_at=row.received_at,
        channel=str(CHANNELS.get(row.channel, row.channel)),
        text=text_of(row),
        additions=additions_of([row]),
        contact=contact_of(row),
        photos=ConcernPhoto.rows.filter(concern=row).count(),
        latitude=row.latitude,
        longitude=row.longitude,
        rating=row.rating,
        told=tuple(told),
        is_public=row.published_at is not None or bool(row.title),
        public_title=row.title,
        public_text=row.public_text,
        delete_on=row.delete_on,
        erased_at=row.erased_at,
        requests=requests_about(row),
        version=row.version,
        contact_version=contact or 0,
    )


def requests_about(row: Concern) -> tuple[RequestValue, ...]:
    rows = list(DataRequest.rows.filter(concern=row).select_related("concern").order_by("pk"))
    boxes.fetch_unit_keys(one.sealed for one in rows)
    return tuple(_request(one) for one in rows)


def request_value(actor: Actor, code: str) -> RequestValue:
    one = DataRequest.rows.filter(code=code).select_related("concern").first()
    if one is None:
        raise NotVisible
    ask(actor, "data.handle", one.concern)
    return _request(one)


def data_requests(
    actor: Actor, at: datetime, *, is_open_only: bool = True, before: int | None = None, limit: int = 30
) -> tuple[tuple[RequestLine, ...], int | None]:
    """Requests that the actor has to answer, the newest first, with the key of the next page. Two queries."""
    mine = Concern.objects.visible_to(actor, "data.handle").values("pk")
    rows = DataRequest.rows.filter(concern__in=mine).select_related("concern")
    if is_open_only:
        rows = rows.filter(state="OPEN")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: limit + 1])
    key = found[limit - 1].pk if len(found) > limit else None
    return tuple(_line(one, at) for one in found[:limit]), key


def _line(one: DataRequest, at: datetime | None = None) -> RequestLine:
    is_over = at is not None and one.state == "OPEN" and local_date(at) > one.due_date
    return RequestLine(
        code=one.code,
        concern=one.concern.code,
        wish=one.wish,
        wish_words=str(WISHES[one.wish]),
        state=one.state,
        received_at=one.received_at,
        due_date=one.due_date,
        settled_at=one.settled_at,
        is_late=one.is_late or is_over,
    )


def _request(one: DataRequest) -> RequestValue:
    return RequestValue(
        line=_line(one),
        words=boxes.open_text(one.sealed, of=f"request:{one.code}"),
        explanation=Explanation.from_plain(json.loads(one.explanation)),
        outcome=one.outcome,
        settled_post=one.settled_post,
        version=one.version,
    )
