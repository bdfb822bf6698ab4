"""The boundary: what was published is judged, never who said it; nothing is asked to be taken down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms as django_forms
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phoihop.corrections import commands, forms
from phoihop.corrections.models import Claim, Evidence
from phoihop.corrections.rules import verdicts
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed
from phoihop.portal.forms import corrections as portal_forms
from phoihop.publications import queries as public
from phoihop.publications.rules.copies import CorrectionDetails
from tests.world import corrections as layer
from tests.world.build import World
from tests.world.corrections import actor

ROOM = Path(forms.__file__).parent
OF_A_PERSON = re.compile(
    r"person|author|speaker|poster|user|account|profile|phone|email|birth|gender|citizen|identity|opinion|view|stance"
    r"|sentiment|score|nick|handle|full_?name|party_member"
)
OFFICERS = {"written_account_id", "presented_account_id"}  # so that who wrote a finding does not approve it


def test_no_column_is_about_a_person_or_an_opinion() -> None:
    models = list(apps.get_app_config("corrections").get_models())
    assert len(models) >= 7
    for model in models:
        names = {field.name for field in model._meta.get_fields()} - OFFICERS
        assert [name for name in names if OF_A_PERSON.search(name)] == [], model.__name__


def test_no_form_asks_for_a_person() -> None:
    found = [
        kind
        for module in (forms, portal_forms)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, django_forms.Form)
    ]
    assert len(found) > 10
    for kind in found:
        assert [name for name in kind.base_fields if OF_A_PERSON.search(name)] == [], kind.__name__


def test_the_public_copy_has_no_field_for_a_person() -> None:
    assert [name for name in CorrectionDetails.__dataclass_fields__ if OF_A_PERSON.search(name)] == []


def test_no_act_asks_for_anything_to_be_taken_down() -> None:
    names = " ".join(commands.__all__)
    assert not re.search(r"take_?down|remove|block|report_(post|account)", names)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Theo tôi sở y tế làm quá chậm trong việc tiêm", "nêu ý kiến"),
        ("Ông Nguyễn Văn Bê nhận tiền hỗ trợ hai lần", "nhắm vào một người"),
        ("Tài khoản Facebook Mực Một Nắng nói cảng cá tăng phí", "nhắm vào người đăng"),
        ("Đề nghị gỡ bài nói về phí cảng cá ở Rạch Giá", "không yêu cầu gỡ bài"),
        ("Vắc xin thu tiền", "không"),
    ],
)
def test_what_is_no_claim_is_refused_with_what_one_is(world: World, text: str, why: str) -> None:
    with pytest.raises(Refused, match=why if text != "Vắc xin thu tiền" else "nhắm|quá ngắn|kiểm chứng") as refused:
        layer.opened(world, text=text if text != "Vắc xin thu tiền" else "Thu tiền")
    assert "Điều kiểm chứng được là" in str(refused.value)
    assert not Claim.rows.exists()


@pytest.mark.parametrize("publisher", ["Ông Trần Văn Cê", "Facebook của anh Tư", "Trang cá nhân của một cán bộ"])
def test_a_publisher_is_no_person(world: World, publisher: str) -> None:
    with pytest.raises(Refused, match="không phải một người"):
        layer.opened(world, publisher=publisher)


def test_a_page_of_one_person_is_no_place(world: World) -> None:
    with pytest.raises(Refused, match="trang của một người"):
        layer.opened(world, address="https://www.facebook.com/profile.php?id=100012345678901")


def test_a_finding_aims_at_nobody(world: World) -> None:
    code = layer.opened(world)
    with pytest.raises(Refused, match="nhắm vào một người"):
        layer.written(world, code, explanation="Do bà Lê Thị Dê viết sai.")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.sampled_from(
            ["evidence", "drop", "FALSE", "UNPROVEN", "present", "return", "approve", "publish", "recheck", "withdraw"]
        ),
        max_size=14,
    )
)
def test_whatever_happens_what_is_out_rests_on_evidence_or_says_it_has_none(world: World, steps: list[str]) -> None:
    number = Claim.rows.count() + 1
    code = layer.opened(world, text=f"Ngày {number}/6/2021 cảng cá số {number * 977} tăng phí neo đậu", is_other=True)
    for step in steps:
        try:
            _step(world, code, step)
        except (Refused, NotAllowed, SomebodyWasFaster):
            continue
        value = public.publication(code)
        if value is not None and not value.is_withdrawn:
            details = value.line.details
            assert isinstance(details, CorrectionDetails)
            assert details.evidence or not verdicts.BY_KEY[details.verdict].needs_evidence


def _step(world: World, code: str, step: str) -> None:
    an, binh, at = actor(world, "an"), actor(world, "binh"), world.at
    match step:
        case "evidence":
            layer.evidenced(world, code)
        case "drop":
            last = Evidence.rows.filter(claim__code=code).order_by("number").first()
            if last is not None:
                commands.drop_evidence(code=code, number=last.number, by=an, at=at)
        case "FALSE" | "UNPROVEN":
            layer.written(world, code, verdict=step)
        case "present":
            commands.present_claim(code=code, by=an, at=at)
        case "return":
            commands.return_claim(code=code, reason="Sửa", by=binh, at=at)
        case "approve":
            commands.approve_claim(code=code, by=binh, at=at)
        case "publish":
            commands.publish_correction(code=code, note="Sửa", by=actor(world, "ha"), at=at)
        case "recheck":
            commands.recheck_claim(code=code, reason="Xem lại", by=an, at=at)
        case "withdraw":
            commands.withdraw_correction(code=code, note="Rút", by=binh, at=at)
