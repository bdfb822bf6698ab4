"""One of everything, for tests that walk through every door: what each place in an address may stand for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from phoihop.agreements import commands as agreements
from phoihop.agreements.models import Mandate
from phoihop.dispatches import commands as dispatches
from phoihop.documents.models import Book
from phoihop.ledger.models import Delivery, Entry
from phoihop.notices.models import Notice
from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Expected, Extension, Obligation, SavedFilter
from phoihop.organizations.models import Deputy, Seat
from tests.world import agreements as agreement_layer
from tests.world import documents as document_layer
from tests.world import intake
from tests.world import plans as plan_layer
from tests.world.build import LOADER, World


@dataclass(frozen=True)
class Things:
    """Values for the places of addresses; `by_door` wins where doors of one room mean different things."""

    by_place: dict[str, object]
    by_room: dict[str, str]
    by_door: dict[str, dict[str, object]]

    def place(self, door: str, place: str) -> object:
        own = self.by_door.get(door, {})
        if place in own:
            return own[place]
        if place == "code":
            return self.by_room[door.partition(":")[0]]
        return self.by_place[place]


def everything(world: World) -> Things:
    """The year begun, a letter on its way from Chi's office, an extension asked for, a text under negotiation; a paper
    in the lead's register, another waiting to be confirmed, a file nobody can read."""
    year = plan_layer.begin(world)
    chi = world.person("chi").actor
    owed = Obligation.rows.get(origin=f"{year.topic}/partner.provide-documents/before")
    obligations.request_extension(
        code=owed.code, to_date=date(2021, 9, 15), reason="Chờ số liệu quý", by=chi, at=world.at
    )
    letter = dispatches.send_dispatch(
        sender_id=world.unit("so-yte"),
        recipient_ids=[world.unit("btg-tinh-uy")],
        purpose="INFORM",
        subject="Số liệu tuần",
        body="Kèm theo.",
        about="",
        dossier="",
        by=chi,
        at=world.at,
    )
    obligations.save_filter(name="Trễ", query="status=late", by=world.person("an").actor, at=world.at)
    draft = agreement_layer.draft(world)
    mandate = agreements.record_mandate(
        number="93-CV/TU", kind="official_letter", issuer_id=world.unit("btv-tinh-uy"), by=LOADER, at=world.at
    )
    entry = Entry.rows.order_by("pk").first()
    notice = Notice.rows.create(
        account_id=world.accounts["an"], entry_id=entry.pk, kind=entry.kind, code=year.plan, url="/", at=world.at
    )
    delivery = Delivery.rows.order_by("pk").first()
    paper = document_layer.registered(world, code=intake.take(world, intake.letter()).code)
    waiting = document_layer.draft(world)
    held = intake.take(world, intake.locked())
    seat = Seat.rows.get(account_id=world.accounts["chi"])
    return Things(
        by_place={
            "territory": world.territory,
            "account_id": world.accounts["chi"],
            "post_id": seat.post_id,
            "seat_id": seat.pk,
            "deputy_id": Deputy.rows.get().pk,
            "notice_id": notice.pk,
            "filter_id": SavedFilter.rows.get().pk,
            "extension_id": Extension.rows.get().pk,
            "expected_id": Expected.rows.get(obligation=owed).pk,
            "phase": "before",
            "delivery_id": delivery.pk,
            "entry_id": entry.pk,
            "field": "full_name",
            "on": "topic",
            "held_id": held.held_id,
            "book_id": Book.rows.get().pk,
            "kind": "original",
            "number": 1,
            "page": 1,
        },
        by_room={
            "organizations": world.code("so-yte"),
            "dispatches": letter.code,
            "obligations": owed.code,
            "agreements": draft,
            "plans": year.topic,
            "desk": year.topic,
            "documents": paper,
        },
        by_door={
            "agreements:agreement": {"code": year.agreement},
            "agreements:end": {"code": year.agreement},
            "agreements:renew": {"code": year.agreement},
            **{
                f"agreements:{name}": {"code": Mandate.rows.get(pk=mandate.mandate_id).code}
                for name in ("mandate", "spread", "confirm")
            },
            **{f"documents:{name}": {"code": waiting} for name in ("register", "discard")},
            **{f"plans:{name}": {"code": year.round} for name in ("round", "close-round")},
            **{f"plans:{name}": {"code": year.plan} for name in ("plan", "decline", "notify", "approve", "close-plan")},
        },
    )
