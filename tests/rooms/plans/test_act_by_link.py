"""A plan's partner answers, and its lead approves, by a link in a mail where nobody of the office can sign in."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.test import Client

from phoihop.ledger.commands import deliver
from phoihop.mail import commands as mail
from phoihop.mail.models import OutMail, SignedLink
from phoihop.organizations.commands import create_post
from phoihop.plans.models import Plan
from tests.world import plans as plan_layer
from tests.world.build import LOADER, World

BOXES = {"so-yte": "vanthu@soyte.gov.vn", "btg-tinh-uy": "vanthu@btg.gov.vn"}


@pytest.fixture
def offices(world: World) -> None:
    """Both offices of the plan ask for links by mail."""
    for key, box in BOXES.items():
        unit = world.unit(key)
        post = create_post(unit_id=unit, title="Văn thư hộp thư", by=LOADER, at=world.at).post_id
        code = mail.add_address(
            unit_id=unit, address=box, owner_post_id=post, is_confirmed=True, by=LOADER, at=world.at
        ).code
        by = world.person({"so-yte": "chi", "btg-tinh-uy": "giang"}[key]).actor
        mail.ask_for_links(code=code, asks=True, version=None, by=by, at=world.at)


def attend(world: World) -> None:
    while deliver(at=lambda: world.at):
        pass


def post(url: str, **typed: str) -> Any:
    browser = Client()
    browser.get(url)
    return browser.post(url, typed)


def link_in(key: str) -> str:
    text = message_from_bytes(bytes(OutMail.rows.get(key__startswith=key).message), policy=policy.default).get_content()  # type: ignore[attr-defined]
    found = re.search(r"https?://[^\s/]+(/l/\S+/)", text)
    assert found is not None, text
    return found[1]


def test_a_partner_answers_none_and_the_lead_approves(world: World, offices: None) -> None:
    year = plan_layer.call_round(world, "so-yte")
    attend(world)
    plan = Plan.rows.get(code=year.plan)
    url = link_in(f"plan/{plan.code}/plan.answer/")
    assert "Cơ quan chủ trì" in Client().get(url).content.decode()
    assert post(url, reason="Không có vấn đề mới").status_code == 302
    plan.refresh_from_db()
    assert (plan.answer, plan.answer_reason) == ("NONE", "Không có vấn đề mới")
    attend(world)
    attend(world)
    approve = link_in(f"plan/{plan.code}/plan.approve/")
    assert SignedLink.rows.filter(act="plan.approve").count() == 1
    assert post(approve, second_code="123456").status_code == 422
    assert post(approve, send_code="1").status_code == 200
    sent = OutMail.rows.filter(key__startswith="link/").get()
    text = message_from_bytes(bytes(sent.message), policy=policy.default).get_content()  # type: ignore[attr-defined]
    code = re.search(r"^(\d{6})\r?$", text, re.MULTILINE)
    assert code is not None
    assert post(approve, second_code=code[1], note="Đồng ý").status_code == 302
    plan.refresh_from_db()
    assert plan.state == "APPROVED"


def test_an_unanswered_plan_cannot_be_approved(world: World, offices: None) -> None:
    year = plan_layer.call_round(world, "so-yte")
    issued = mail.issue_link(
        act="plan.approve",
        code=year.plan,
        unit_id=world.unit("btg-tinh-uy"),
        address=BOXES["btg-tinh-uy"],
        until=world.at + timedelta(days=1),
        by=world.person("an").actor,
        at=world.at,
    )
    assert "chưa duyệt được" in Client().get(issued.url_path).content.decode()
