"""A year under way, and two departments become one: no work, link or address is lost, and it can be undone."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from phoihop.mail.commands import issue_link, use_link
from phoihop.mail.queries import addresses_of
from phoihop.obligations.models import Obligation
from phoihop.organizations.models import Unit
from phoihop.site.commandline import main
from tests.world import restructure as layer
from tests.world.build import World
from tests.world.cast import Person
from tests.world.everything import everything


def page(person: Person, name: str, code: str) -> str:
    response = person.client.get(reverse(name, args=[code]))
    assert response.status_code == 200, (name, code, response.status_code)
    return response.content.decode()


def act(person: Person, door: str, code: str, typed: dict[str, str] | None = None) -> None:
    assert person.client.post(reverse(f"organizations:{door}", args=[code]), typed or {}).status_code == 302


@pytest.mark.slow
def test_two_departments_become_one_and_back(
    world: World, long: Person, chi: Person, an: Person, kim: Person, clock: Any, capsys: Any
) -> None:
    everything(world)
    old = world.unit("so-yte")
    owed = Obligation.rows.filter(lead_id=old, state="OPEN").order_by("pk").first()
    assert owed is not None
    token = issue_link(
        act="obligation.hand_in", code=owed.code, unit_id=old, address="vanthu@soyte.gov.vn",
        until=world.at + timedelta(days=60), by=chi.actor, at=world.at,
    ).url_path.split("/")[2]  # fmt: skip
    second = layer.second_keeper(world)
    before = layer.picture()

    # Long writes the decision on pages, two people approve it, the clock carries it out on its day.
    head = {"title": "Sắp xếp", "key": "2021-09", "date": "2021-09-01", "legal_basis": "12/NQ-HĐND", "territory": "kg"}
    assert long.client.post(reverse("organizations:compose_batch"), head).status_code == 302
    code = "SX-kg-2021-09"
    step = {"kind": "merge", "froms": "DV-kg-so-yte\nDV-kg-so-xaydung", "tos": "kg/so-moi"}
    step |= {"name": "Sở Y tế và Xây dựng", "unit_kind": "department", "level": "province", "parent": "DV-kg-ubnd-tinh"}
    act(long, "add_step", code, step)
    for person in (long, second):
        act(person, "approve_batch", code)
    then = clock.move_to(world.at.replace(month=9, day=1))
    assert main(["tick", "--at", then.isoformat(), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["organizations"] == 1
    assert layer.orphans(then) == []

    # Chi signs in as before and goes on from the new office; An sees who owes it now, and since when.
    new = Unit.rows.get(key="so-moi").pk
    assert chi.client.post(reverse("organizations:choose_seat"), {"seat": new}).status_code == 302
    assert owed.title in page(chi, "obligations:item", owed.code)
    assert "Chuyển theo sắp xếp tổ chức" in page(an, "obligations:item", owed.code)
    assert "Nay là Sở Y tế và Xây dựng" in page(an, "organizations:unit", "DV-kg-so-yte")

    # The address and the open link of the old office serve the new one.
    assert addresses_of([old, new]) == {new: "vanthu@soyte.gov.vn"}
    done = use_link(
        token=token, values={"statement": "Đã gửi.", "reference": "12/BC", "missing_reason": "Chưa có"},
        second_code="", used_from="", at=then,
    )  # fmt: skip
    assert done.is_done, done

    # The decision is cancelled: everything is as it was, but for what was done meanwhile.
    act(long, "undo_batch", code, {"reason": "Nghị quyết bị hủy"})
    owed.refresh_from_db()
    assert (owed.lead_id, owed.state) == (old, "HANDED_IN")
    left = {name for name, rows in layer.picture().items() if rows != before[name]}
    assert left <= {
        "obligations.Obligation", "obligations.Lane", "obligations.Evidence", "mail.SignedLink", "mail.OutMail",
        "obligations.Rung", "obligations.Extension", "obligations.Escalation", "documents.Held", "dispatches.Recipient",
        "notices.Reader", "agreements.Warned", "mail.Address", "organizations.Counter", "reviews.Review",
        # What the clock did meanwhile: scheduled news, daily copies of the record, reminders, forgotten throttles.
        "communications.Article", "communications.Wording", "communications.PublicRecord",
        "communications.BulletinShare", "publications.Publication", "publications.Version", "publications.Edition",
        "publications.Preview", "intake.Throttle",
        # What the morning counted; what the press desk needs of stories only while they are new.
        "signals.Count", "signals.Morning", "press.Band",
        # Who signed in.
        "organizations.Session",
    }, left  # fmt: skip
    assert not Unit.rows.filter(key="so-moi").exists()
