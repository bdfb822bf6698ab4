"""One of everything, for tests that walk through every door: what each place in an address may stand for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from phoihop.agreements import commands as agreements
from phoihop.agreements.models import Mandate
from phoihop.dispatches import commands as dispatches
from phoihop.documents.models import Book
from phoihop.ledger.models import Delivery, Entry
from phoihop.mail import commands as mail
from phoihop.meetings import commands as meetings
from phoihop.meetings.models import Counter
from phoihop.notices.models import Notice, OfficeNotice
from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Expected, Extension, Obligation, SavedFilter
from phoihop.organizations import commands as organizations
from phoihop.organizations.models import Deputy, Seat
from tests.world import agreements as agreement_layer
from tests.world import asking as asking_layer
from tests.world import assessments as assessment_layer
from tests.world import citizens as citizen_layer
from tests.world import clippings as clipping_layer
from tests.world import conferences as conference_layer
from tests.world import corrections as correction_layer
from tests.world import documents as document_layer
from tests.world import forecasts as forecast_layer
from tests.world import front_desk as concern_layer
from tests.world import intake
from tests.world import matching as matching_layer
from tests.world import meetings as meeting_layer
from tests.world import news as news_layer
from tests.world import open_data as open_layer
from tests.world import outreach as outreach_layer
from tests.world import outward as outward_layer
from tests.world import plans as plan_layer
from tests.world import portal as portal_layer
from tests.world import press_reading as reading_layer
from tests.world import reports as report_layer
from tests.world import restructure as restructure_layer
from tests.world import reviews as review_layer
from tests.world import signals as signal_layer
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
    in_office = OfficeNotice.rows.create(
        unit_id=world.unit("btg-tinh-uy"), entry_id=entry.pk, kind=entry.kind, code=year.plan, url="/", at=world.at
    )
    delivery = Delivery.rows.order_by("pk").first()
    paper = document_layer.registered(world, code=intake.take(world, intake.letter()).code)
    waiting = document_layer.draft(world)
    held = intake.take(world, intake.locked())
    meeting = meeting_layer.series(world)
    meetings.counter_invitation(
        code=meeting,
        unit_id=world.unit("so-yte"),
        number=1,
        starts_at=meeting_layer.starts(world) + timedelta(days=1),
        ends_at=meeting_layer.starts(world) + timedelta(days=1, hours=1),
        comment="Trùng lịch họp",
        by=chi,
        at=world.at,
    )
    seat = Seat.rows.get(account_id=world.accounts["chi"])
    absence = organizations.declare_absence(
        from_date=date(2021, 12, 1), to_date=date(2021, 12, 3), reason="leave", by=chi, at=world.at
    )
    address = mail.add_address(
        unit_id=world.unit("so-yte"),
        address="vanthu@soyte.gov.vn",
        owner_post_id=seat.post_id,
        is_confirmed=True,
        by=LOADER,
        at=world.at,
    )
    unread = mail.add_address(
        unit_id=world.unit("so-yte"), address="phong@soyte.gov.vn", owner_post_id=seat.post_id, by=chi, at=world.at
    )
    link = mail.issue_link(
        act="address.confirm",
        code=unread.code,
        unit_id=world.unit("so-yte"),
        address="phong@soyte.gov.vn",
        until=world.at + timedelta(days=7),
        by=chi,
        at=world.at,
    )
    feed = organizations.open_feed(what="mine", by=chi, at=world.at)
    absorbed = {"absorb": {"from": "kg/so-yte", "to": "kg/so-tttt"}}
    batch = organizations.propose_batch(
        document=restructure_layer.document(absorbed, key="san-co", date="2021-10-01"), by=LOADER, at=world.at
    )
    evidence = mail.issue_link(
        act="obligation.hand_in",
        code=owed.code,
        unit_id=world.unit("so-yte"),
        address="vanthu@soyte.gov.vn",
        until=world.at + timedelta(days=7),
        by=chi,
        at=world.at,
    )
    review = review_layer.half_year(world, year)
    claim, correction_doors = correction_layer.doors(world)
    assessment, assessment_doors = assessment_layer.doors(world, year.topic)
    report = report_layer.compile_year(world, year.plan)
    concern, concern_doors = concern_layer.doors(world)
    alert, signal_doors = signal_layer.doors(world)
    forecast, forecast_doors = forecast_layer.doors(world, year.topic)
    return Things(
        by_place={
            "territory": world.territory,
            "account_id": world.accounts["chi"],
            "post_id": seat.post_id,
            "seat_id": seat.pk,
            "deputy_id": Deputy.rows.get().pk,
            "absence_id": absence.absence_id,
            "feed_id": feed.feed_id,
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
            "counter_id": Counter.rows.get().pk,
            "book_id": Book.rows.get(direction="IN").pk,
            "kind": "original",
            "number": 1,
            "page": 1,
            "token": link.url_path.split("/")[2],
            "link_id": link.link_id,
            "factor_id": 1,  # whoever is not freshly known is asked to prove himself before it is looked for
            "session": "phien",
        },
        by_room={
            "organizations": world.code("so-yte"),
            "dispatches": letter.code,
            "obligations": owed.code,
            "agreements": draft,
            "plans": year.topic,
            "desk": year.topic,
            "documents": paper,
            "meetings": meeting,
            "mail": address.code,
            "reporting": world.code("btg-tinh-uy"),
            "reviews": review,
            "corrections": claim,
            "assessments": assessment,
            "notices": world.code("btg-tinh-uy"),
            "concerns": concern,
            "signals": alert,
            "forecasts": forecast,
        },
        by_door={
            **concern_doors,
            **signal_doors,
            **portal_layer.doors(world),
            **citizen_layer.doors(world),
            **clipping_layer.doors(world, year.topic),
            **matching_layer.doors(world, year.topic),
            **correction_doors,
            **forecast_doors,
            **assessment_doors,
            **outreach_layer.doors(world, year.topic),
            **outward_layer.doors(world, year),
            **reading_layer.doors(world),
            **news_layer.doors(world),
            **open_layer.doors(world),
            **asking_layer.doors(world),
            **conference_layer.doors(world),
            "desk:feed": {"token": feed.url_path.removeprefix("/lich/").removesuffix(".ics")},
            **{
                f"obligations:{name}": {"code": world.code("btg-tinh-uy")}
                for name in ("ladder-of", "set-rung", "drop-rung", "set-ladder-hours", "reset-ladder")
            },
            **{f"dispatches:{name}": {"unit_id": world.unit("btg-tinh-uy")} for name in ("send-again", "hand-over")},
            "mail:add-address": {"code": world.code("so-yte")},
            "mail:links": {"code": world.code("so-yte")},
            "mail:link-files": {"token": evidence.url_path.split("/")[2]},
            "notices:read-office": {"notice_id": in_office.pk},
            **{
                f"organizations:{name}": {"code": batch.code}
                for name in (
                    "batch",
                    "add_step",
                    "drop_step",
                    "answer_question",
                    "approve_batch",
                    "apply_batch",
                    "undo_batch",
                    "withdraw_batch",
                )
            },
            "agreements:agreement": {"code": year.agreement},
            "agreements:end": {"code": year.agreement},
            "agreements:renew": {"code": year.agreement},
            **{
                f"agreements:{name}": {"code": Mandate.rows.get(pk=mandate.mandate_id).code}
                for name in ("mandate", "spread", "confirm")
            },
            **{f"documents:{name}": {"code": waiting} for name in ("register", "discard")},
            "reporting:sample": {"kind": "pdf"},
            **{f"reporting:{name}": {"code": report} for name in ("report", "report-picture")},
            "reporting:report-file": {"code": report, "kind": "json"},
            "reporting:figure": {"code": report, "key": "obligations.due"},
            "reviews:decade": {"code": world.code("btg-tinh-uy")},
            "reviews:download": {"kind": "json"},
            **{
                f"reviews:{name}": {"unit_id": world.unit("so-yte")}
                for name in ("part", "write", "hand-in", "accept", "return", "propose-lesson")
            },
            **{f"plans:{name}": {"code": year.round} for name in ("round", "close-round")},
            **{f"plans:{name}": {"code": year.plan} for name in ("plan", "decline", "notify", "approve", "close-plan")},
        },
    )
