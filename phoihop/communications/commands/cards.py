"""Good-practice cards: written from the record, published by another than their writer, taken over into plans."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications import events, states
from phoihop.communications.commands.approving import WHY
from phoihop.communications.commands.basics import (
    check_public,
    line_of,
    load,
    needed,
    next_state,
    post_of,
    territory_of,
    unit_name_of,
    words_of,
)
from phoihop.communications.commands.going_out import NO_NOTE
from phoihop.communications.models import Card, CardUse
from phoihop.communications.queries.sources import record
from phoihop.communications.queries.speaking import refusal_to_speak, wording_refusal
from phoihop.communications.rules import texts
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, on_record, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.organizations.commands import take_numbers
from phoihop.plans import commands as plans
from phoihop.plans.queries import visible_plans
from phoihop.publications import commands as publications

CELLS = ("problem", "practice", "result", "cost")
NO_TITLE = gettext_lazy("Thẻ cần có tên. Chưa ghi gì; hãy viết tên cách làm rồi lưu lại.")
NOT_FULL = gettext_lazy("Thẻ cần đủ ba ô: vấn đề, cách làm, kết quả. Chưa trình; hãy viết tiếp.")


@command("card.begin")
def begin_card(
    *,
    unit_id: int,
    title: str = "",
    problem: str = "",
    practice: str = "",
    result: str = "",
    cost: str = "",
    contact: str = "",
    source: str = "",
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.CardBegun:
    """A draft; with `source` the title and the problem are taken from the topic or plan. Refused: no title. Not
    visible: a source that the writer may not see."""
    ask(by, "card.begin", unit_id=unit_id)
    if source:
        known = record(by, source)
        title, problem = title or known.title, problem or known.text[: texts.LONGEST_CELL]
    territory, year = territory_of(unit_id), local_date(at).year
    row = Card.rows.create(
        code=texts.code_of("KN", territory, year, take_numbers(f"KN-{territory}-{year}")[0]),
        territory=territory,
        unit_id=unit_id,
        source=source,
        writer_id=by.account_id,
        writer_post=post_of(by),
        written_at=at,
        is_illustration=is_illustration,
        **_celled(title=title, problem=problem, practice=practice, result=result, cost=cost, contact=contact),
    )
    return tell(events.CardBegun(**_named(row), source=source))


@command("card.write")
def write_card(
    *,
    code: str,
    title: str,
    problem: str = "",
    practice: str = "",
    result: str = "",
    cost: str = "",
    contact: str = "",
    note: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.CardWritten | None:
    """Saves a draft. Refused: while it waits or is out; somebody else saved meanwhile."""
    row = load(Card, code, "card.write", by)
    if row.state not in states.WRITABLE:
        raise Refused(_("Thẻ %(code)s không còn ở bản thảo nên chưa lưu. Hãy mở sửa rồi làm lại.") % {"code": code})
    values = _celled(title=title, problem=problem, practice=practice, result=result, cost=cost, contact=contact)
    values["note"] = words_of(note, texts.LONGEST_NOTE)
    if version is not None and version != row.version:
        raise SomebodyWasFaster(code, row.version)
    if all(getattr(row, name) == value for name, value in values.items()):
        nothing_changed()
        return None
    before = {name: (getattr(row, name), value) for name, value in values.items() if getattr(row, name) != value}
    change(row, version=version, **values, writer_id=by.account_id, writer_post=post_of(by), written_at=at)
    return tell(events.CardWritten(**_named(row)), changes=before)


@command("card.write")
def send_card(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.CardSent:
    """Asks an approver. Refused: a cell is missing; a new version without its reason; what may not go out."""
    row = load(Card, code, "card.write", by)
    following = next_state(states.CARD, row, "send")
    if not (row.problem and row.practice and row.result):
        raise Refused(str(NOT_FULL))
    if row.is_out and not row.note:
        raise Refused(_("Thẻ %(code)s đã công bố; cần ghi lý do sửa để người đọc biết. Chưa trình.") % {"code": code})
    _check(row)
    change(row, version=version, state=following, sent_at=at, returned_reason="")
    return tell(events.CardSent(**_named(row)))


@command("card.write")
def take_back_card(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.CardTakenBack:
    """The writers take it back to go on writing."""
    row = load(Card, code, "card.write", by)
    change(row, version=version, state=next_state(states.CARD, row, "take_back"))
    return tell(events.CardTakenBack(**_named(row)))


@command("card.return")
def return_card(*, code: str, reason: str, version: int | None = None, by: Actor, at: datetime) -> events.CardReturned:
    """The approver wants something changed. Refused: no word about what."""
    row = load(Card, code, "card.return", by)
    said = needed(reason, texts.LONGEST_NOTE, WHY)
    change(row, version=version, state=next_state(states.CARD, row, "return"), returned_reason=said)
    return tell(events.CardReturned(**_named(row), reason=said))


@command("card.publish")
def publish_card(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.CardPublished:
    """Approved and out. Refused: by its writer; what may not go out; about a case its body has not spoken of."""
    row = load(Card, code, "card.publish", by)
    following = next_state(states.CARD, row, "publish")
    if by.account_id is not None and by.account_id == row.writer_id:
        raise Refused(
            _("Người viết không tự duyệt thẻ của mình; thẻ %(code)s vẫn chờ người duyệt khác.") % {"code": code}
        )
    _check(row)
    dossier = texts.dossier_of((row.source,))
    said = refusal_to_speak(dossier, row.unit_id, ()) or wording_refusal(
        dossier, row.title, row.problem, row.practice, row.result, row.cost
    )
    if said:
        raise Refused(said)
    first = row.published_at or at
    change(row, version=version, state=following, is_out=True, published_at=first, withdrawn_note="")
    publications.publish(copy=copy_of(row, first), note=row.note, by=by.through("card.publish"), at=at)
    return tell(events.CardPublished(**_named(row)))


@command("card.write")
def revise_card(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.CardRevised:
    """Opens what is out, or was withdrawn, for a new version."""
    row = load(Card, code, "card.write", by)
    following = next_state(states.CARD, row, "revise")
    change(row, version=version, state=following, note="", returned_reason="")
    return tell(events.CardRevised(**_named(row)))


@command("card.write")
def drop_card(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.CardDropped:
    """Puts a draft away that is not out. Refused: it is out; then it is withdrawn with a note instead."""
    row = load(Card, code, "card.write", by)
    if row.is_out:
        raise Refused(_("Thẻ %(code)s đang công bố; muốn thôi thì rút thẻ, có ghi lý do.") % {"code": code})
    change(row, version=version, state=next_state(states.CARD, row, "drop"))
    return tell(events.CardDropped(**_named(row)))


@command("card.withdraw")
def withdraw_card(*, code: str, note: str, version: int | None = None, by: Actor, at: datetime) -> events.CardWithdrawn:
    """Back from the public, with a note. Refused: it is not out; no note."""
    row = load(Card, code, "card.withdraw", by)
    following = next_state(states.CARD, row, "withdraw")
    if not row.is_out:
        raise Refused(_("Thẻ %(code)s không ở trên cổng thông tin nên không có gì để rút.") % {"code": code})
    said = needed(note, texts.LONGEST_NOTE, NO_NOTE)
    change(row, version=version, state=following, is_out=False, withdrawn_note=said)
    publications.withdraw(code=code, note=said, by=by.through("card.withdraw"), at=at)
    return tell(events.CardWithdrawn(**_named(row), note=said))


@command("topic.propose")
def take_over_card(*, code: str, plan: str, title: str = "", by: Actor, at: datetime) -> events.CardTakenOver:
    """Proposes the practice as a topic of a plan, with its source named. Refused: the card is not out; as proposing a
    topic is. The same card again in the same plan is the topic it was."""
    row = Card.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, "card.list")
    if row.state != "PUBLISHED":
        raise Refused(
            _("Thẻ %(code)s không còn công bố nên chưa dùng được. Chưa thêm gì vào kế hoạch.") % {"code": code}
        )
    if plan not in visible_plans(by, [plan]):
        raise NotVisible
    known = CardUse.rows.filter(card=row, plan=plan).first()
    if known is not None:
        nothing_changed()
        return events.CardTakenOver(**_named(row), plan=plan, topic=known.topic, by_unit=known.unit_name)
    source = on_record(
        gettext_lazy("Theo thẻ kinh nghiệm %(code)s của %(unit)s."), code=row.code, unit=unit_name_of(row.unit_id)
    )
    proposed = plans.propose_topic(
        code=plan,
        kind="issue",
        title=title or row.title,
        summary=f"{source}\n\n{row.problem}\n\n{row.practice}",
        is_illustration=row.is_illustration,
        by=by,
        at=at,
    )
    CardUse.rows.create(card=row, unit_name=by.unit_name, plan=plan, topic=proposed.code, at=at)
    return tell(events.CardTakenOver(**_named(row), plan=plan, topic=proposed.code, by_unit=by.unit_name))


def preview_card(*, code: str, by: Actor, at: datetime) -> str:
    """The token under which the portal shows, for an hour, what would go out now."""
    row = load(Card, code, "card.see", by)
    _check(row)
    copy = copy_of(row, row.published_at or at)
    return publications.lay_preview(copy=copy, by=by.through("card.write"), at=at)


def copy_of(row: Card, published_at: datetime) -> publications.Copy:
    """What goes out of a card, field by field."""
    return publications.Copy(
        code=row.code,
        territory=row.territory,
        title=row.title,
        summary=texts.first_sentence(row.practice)[: texts.LONGEST_SUMMARY],
        unit_name=unit_name_of(row.unit_id),
        dossier=texts.dossier_of((row.source,)),
        published_at=published_at,
        is_illustration=row.is_illustration,
        details=publications.CardDetails(
            problem=row.problem,
            practice=row.practice,
            result=row.result,
            cost=row.cost,
            contact=row.contact,
            source=row.source,
        ),
    )


def _check(row: Card) -> None:
    check_public(row.title, row.problem, row.practice, row.result, row.cost, row.contact)


def _celled(*, title: str, contact: str, **cells: str) -> dict[str, Any]:
    return {
        "title": needed(line_of(title, texts.LONGEST_TITLE), texts.LONGEST_TITLE, NO_TITLE),
        "contact": line_of(contact, 300),
        **{name: words_of(text, texts.LONGEST_CELL) for name, text in cells.items()},
    }


def _named(row: Card) -> dict[str, Any]:
    return {"code": row.code, "title": row.title, "unit_id": row.unit_id, "dossier": texts.dossier_of((row.source,))}
