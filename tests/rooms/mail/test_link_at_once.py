"""Many hands on one link in the same moment: the act is done once, and nobody gets more tries than are given."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest

from phoihop.ledger.models import Entry
from phoihop.mail.commands import issue_link, send_code, use_link
from phoihop.mail.models import OutMail, SignedLink
from tests.rooms.mail.acting import CODE, on_stage
from tests.world.build import World
from tests.world.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def token_for(world: World, act: str) -> str:
    issued = issue_link(
        act=act,
        code=CODE,
        unit_id=world.unit("so-yte"),
        address="vanthu@soyte.gov.vn",
        until=world.at + timedelta(days=7),
        by=world.person("chi").actor,
        at=world.at,
    )
    return issued.url_path.split("/")[2]


def use(world: World, token: str, second_code: str = "", **values: Any) -> Any:
    return use_link(token=token, values=values, second_code=second_code, used_from="", at=world.at)


def test_six_posts_at_once_act_once(world: World) -> None:
    with on_stage() as stage:
        token = token_for(world, "tried.told")
        outcomes: list[Any] = []
        assert together(*[lambda: outcomes.append(use(world, token, reason="Rõ"))] * 6) == []
        assert [one.said for one in outcomes] == ["Cảm ơn, đã ghi nhận."] * 6
        assert len(stage.done) == 1
    assert Entry.rows.filter(kind="link.used").count() == 1


def test_eight_wrong_codes_at_once_are_five_tries(world: World) -> None:
    with on_stage() as stage:
        token = token_for(world, "tried.approve")
        send_code(token=token, at=world.at)
        text = message_from_bytes(bytes(OutMail.rows.get().message), policy=policy.default).get_content()  # type: ignore[attr-defined]
        found = re.search(r"^(\d{6})\r?$", text, re.MULTILINE)
        assert found
        wrong = f"{(int(found[1]) + 1) % 10**6:06d}"
        outcomes: list[Any] = []
        assert together(*[lambda: outcomes.append(use(world, token, wrong))] * 8) == []
        assert sum("không đúng" in one.said for one in outcomes) == 5
        assert SignedLink.rows.get().code_tries == 5
        assert not use(world, token, found[1]).is_done
        assert not stage.done
