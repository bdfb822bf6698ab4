"""Joining documents to dossiers, giving them to other units, opening them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.utils.translation import gettext as _

from phoihop.documents import events
from phoihop.documents.commands.checking import check_in_force, check_registered, load, one_line, post_of
from phoihop.documents.models import Document, Link, Rendition, Share
from phoihop.documents.outside import store
from phoihop.documents.queries.items import opening, page_picture, personal_kinds
from phoihop.documents.queries.names import personal_in_words
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.sheet import parties_of
from phoihop.organizations.queries import unit_names, units_in_force


@command("document.link")
def link_document(*, code: str, about: str, by: Actor, at: datetime) -> events.DocumentLinked:
    """Joins a document to a dossier by its code; no copy is made. Twice is harmless. Refused: recalled, no code."""
    row = load(code, "document.link", by=by)
    check_in_force(row)
    about = one_line(about, 80)
    if not about:
        raise Refused(_("Hãy ghi mã hồ sơ, ví dụ KH-kg-2021-so-yte."))
    event = events.DocumentLinked(code=code, about=about)
    _link, is_new = Link.rows.get_or_create(
        document=row, about=about, defaults={"linked_at": at, "post": post_of(by)[:200]}
    )
    if not is_new:
        nothing_changed()
        return event
    return tell(event)


@command("document.link")
def unlink_document(*, code: str, about: str, by: Actor, at: datetime) -> events.DocumentUnlinked:
    """Takes a document out of a dossier; the document itself stays. Twice is harmless."""
    row = load(code, "document.link", by=by)
    event = events.DocumentUnlinked(code=code, about=about)
    if not Link.rows.filter(document=row, about=about).delete()[0]:
        nothing_changed()
        return event
    return tell(event)


@command("document.share")
def share_document(
    *,
    code: str,
    unit_ids: Collection[int],
    because: str,
    is_outside_confirmed: bool = False,
    is_personal_confirmed: bool = False,
    by: Actor,
    at: datetime,
) -> events.DocumentShared:
    """Lets other units open a registered document. Who has it already stays as he is.

    Refused: not registered, recalled, an ended unit; and until the sender has confirmed it, personal data in the text
    and a unit that is no party of what the document belongs to.
    """
    row = load(code, "document.share", by=by)
    check_registered(row)
    there = set(Share.rows.filter(document=row).values_list("unit_id", flat=True)) | {row.owner_id}
    fresh = [unit_id for unit_id in dict.fromkeys(unit_ids) if unit_id not in there]
    names = unit_names(fresh)
    outside = outsiders(row, fresh, because=because)
    event = events.DocumentShared(
        code=code,
        owner_id=row.owner_id,
        unit_ids=tuple(fresh),
        unit_names=", ".join(names[unit_id].name for unit_id in fresh if unit_id in names),
        because=because,
        is_outside=bool(outside),
    )
    if not fresh:
        nothing_changed()
        return event
    if len(names) != len(fresh) or len(units_in_force(fresh, at)) != len(fresh):
        raise Refused(_("Có cơ quan nhận không còn hoặc chưa có hiệu lực."))
    if outside and not is_outside_confirmed:
        raise Refused(
            _("%(units)s không phải là một bên của hồ sơ có văn bản này. Hãy xác nhận nếu vẫn gửi.")
            % {"units": ", ".join(names[unit_id].name for unit_id in outside)}
        )
    kinds = () if is_personal_confirmed else personal_kinds(row)
    if kinds:
        raise Refused(
            _(
                "Văn bản %(code)s có dữ liệu cá nhân: %(kinds)s. Chưa gửi cho ai. Hãy che những chỗ đó, hoặc xác nhận "
                "bên nhận được phép biết rồi gửi lại."
            )
            % {"code": code, "kinds": personal_in_words(kinds)}
        )
    Share.rows.bulk_create(
        Share(document=row, unit_id=unit_id, because=because[:80], shared_at=at, post=post_of(by)[:200])
        for unit_id in fresh
    )
    return tell(event)


@command("document.share")
def unshare_document(*, code: str, unit_id: int, by: Actor, at: datetime) -> events.DocumentUnshared:
    """Takes a document back from a unit. What that unit has read stays in the record. Twice is harmless."""
    row = load(code, "document.share", by=by)
    names = unit_names([unit_id])
    event = events.DocumentUnshared(
        code=code, unit_ids=(unit_id,), unit_names=names[unit_id].name if unit_id in names else ""
    )
    if not Share.rows.filter(document=row, unit_id=unit_id).delete()[0]:
        nothing_changed()
        return event
    return tell(event)


@dataclass(frozen=True, slots=True)
class Opened:
    """A rendition handed over: its bytes, checked against their checksum while they are read."""

    file: BinaryIO
    media_type: str
    size: int
    file_name: str


@command("document.open")
def open_document(*, code: str, kind: str, number: int | None = None, by: Actor, at: datetime) -> Opened:
    """Notes that somebody opens a rendition (the newest of its kind unless a number is given), and hands it over.

    Papers for internal circulation open only for those who work on the matter, drafts only for those who work in their
    unit.
    """
    row = _opened(code, by=by)
    renditions = Rendition.rows.filter(document=row, kind=kind)
    if number is not None:
        renditions = renditions.filter(number=number)
    rendition = renditions.order_by("-number").first()
    if rendition is None:
        raise NotVisible
    tell(events.DocumentOpened(code=code, rendition=kind, number=rendition.number))
    return Opened(store.open(rendition.blob), rendition.media_type, rendition.size, rendition.file_name)


def open_page(*, code: str, page: int, by: Actor, at: datetime) -> bytes:
    """The picture of one page: whoever looks at it has opened the document."""
    picture = page_picture(by, code, page)  # drawn before anything is written, so that nobody waits for it
    note_opening(code=code, by=by, at=at)
    return picture


@command("document.open")
def note_opening(*, code: str, by: Actor, at: datetime) -> events.DocumentOpened:
    """Notes that somebody reads the newest original on a page of ours. Confirming a draft is no opening."""
    row = _opened(code, by=by)
    last = Rendition.rows.filter(document=row, kind="ORIGINAL").order_by("-number").first()
    event = events.DocumentOpened(code=code, rendition="ORIGINAL", number=last.number if last else 1)
    if row.state == "DRAFT":
        nothing_changed()
        return event
    return tell(event)


def outsiders(row: Document, unit_ids: Collection[int], *, because: str = "") -> list[int]:
    """Of these units those that are party to nothing the document belongs to. A document of no dossier has no outsider:
    its owner alone decides."""
    about = {*Link.rows.filter(document=row).values_list("about", flat=True), because} - {""}
    parties = parties_of(about)
    if not parties:
        return []
    return [unit_id for unit_id in unit_ids if unit_id not in parties]


def _opened(code: str, *, by: Actor) -> Document:
    row = Document.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, opening(row), row)
    if row.state == "DRAFT":
        ask(by, "document.link", row)
    return row
