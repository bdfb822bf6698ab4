"""Signing: each party signs a version or dissents from it; a new version asks all again."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations.models import Obligation
from phoihop.reviews import commands
from phoihop.reviews.models import Review, Signature, Version
from tests.world import reviews as layer
from tests.world.build import World
from tests.world.reviews import actor

DISSENT = "Số liệu giao ban tháng 9 chưa được tính."


def sign(world: World, found: layer.Opened, username: str, unit: str, number: int | None = None) -> None:
    commands.sign_review(
        code=found.code,
        unit_id=world.unit(unit),
        number=found.row().number if number is None else number,
        by=actor(world, username),
        at=found.at,
    )


def text_of(world: World, found: layer.Opened) -> dict[str, object]:
    content = commands.render_review(code=found.code, kind="json", by=actor(world, "chi"), at=found.at)
    return dict(json.loads(content))


def paragraphs(world: World, found: layer.Opened, key: str) -> str:
    sections = text_of(world, found)["sections"]
    return json.dumps([s for s in sections if s["key"] == key], ensure_ascii=False)  # type: ignore[index,attr-defined]


def test_all_have_signed(world: World) -> None:
    found = layer.signed(world)
    row = found.row()
    assert (row.state, row.number) == ("SIGNED", 2)
    version = Version.rows.get(review=row, number=2)
    assert version.signed_report != version.report
    assert "Tất cả các bên đã ký." in paragraphs(world, found, "signatures")


def test_dissent_is_printed_under_the_units_name(world: World) -> None:
    found = layer.signed(world, dissent=DISSENT)
    assert found.row().state == "SIGNED_WITH_DISSENT"
    said = paragraphs(world, found, "signatures")
    assert f"Sở Y tế tỉnh Kiên Giang không đồng ý: {DISSENT}" in said


def test_accepted_parts_are_in_the_text_and_missing_ones_are_named(world: World) -> None:
    found = layer.handed_in(world)
    layer.write(world, found, "an", "btg-tinh-uy", result="Đã theo dõi đủ.")
    layer.hand_in(world, found, "an", "btg-tinh-uy")
    with pytest.raises(Refused, match="chưa nhận hoặc trả lại"):
        commands.present_review(code=found.code, missing_reason="", version=None, by=actor(world, "an"), at=found.at)
    commands.return_part(
        code=found.code,
        unit_id=world.unit("so-yte"),
        cell="result",
        message="Sửa",
        version=None,
        by=actor(world, "an"),
        at=found.at,
    )
    with pytest.raises(Refused, match="Còn thiếu phần của Sở Y tế"):
        commands.present_review(code=found.code, missing_reason="", version=None, by=actor(world, "an"), at=found.at)
    commands.present_review(
        code=found.code, missing_reason="Sở đang chống dịch", version=None, by=actor(world, "an"), at=found.at
    )
    said = paragraphs(world, found, "parts")
    assert "Đã theo dõi đủ." in said
    assert "Đã cung cấp số liệu hằng tuần." not in said
    assert "Chưa có phần được nhận của: Sở Y tế tỉnh Kiên Giang." in said
    assert "Sở đang chống dịch" in said


def test_a_new_version_asks_all_again_and_keeps_the_old(world: World) -> None:
    found = layer.presented(world)
    sign(world, found, "binh", "btg-tinh-uy")
    commands.compile_review(code=found.code, version=None, by=actor(world, "an"), at=found.at + timedelta(days=1))
    row = found.row()
    assert (row.state, row.number) == ("SIGNING", 3)
    assert list(Version.rows.filter(review=row).order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert Signature.rows.get(review=row).number == 2
    yen = layer.head_of_partner(world).actor_at(found.at)
    with pytest.raises(Refused, match="bản 3"):
        commands.sign_review(code=found.code, unit_id=world.unit("so-yte"), number=2, by=yen, at=found.at)
    commands.sign_review(code=found.code, unit_id=world.unit("so-yte"), number=3, by=yen, at=found.at)
    assert found.row().state == "SIGNING"
    sign(world, found, "binh", "btg-tinh-uy")
    assert found.row().state == "SIGNED"


def test_a_record_put_right_meanwhile_is_not_signed_unread(world: World) -> None:
    found = layer.presented(world)
    sign(world, found, "binh", "btg-tinh-uy")
    late = Obligation.rows.filter(source=found.year.plan, due_date__isnull=False).first()
    assert late is not None
    Obligation.rows.filter(pk=late.pk).update(due_date=None)
    yen = layer.head_of_partner(world).actor_at(found.at)
    commands.sign_review(code=found.code, unit_id=world.unit("so-yte"), number=2, by=yen, at=found.at)
    row = found.row()
    assert (row.state, row.number) == ("SIGNING", 3)


def test_only_the_approver_signs_and_only_for_his_unit(world: World) -> None:
    found = layer.presented(world)
    with pytest.raises(NotAllowed):
        sign(world, found, "chi", "so-yte")
    with pytest.raises(NotAllowed):
        sign(world, found, "binh", "so-yte")
    with pytest.raises(NotVisible):
        sign(world, found, "dung", "so-xaydung")


def test_signing_twice_is_harmless_and_the_word_is_not_turned(world: World) -> None:
    found = layer.presented(world)
    sign(world, found, "binh", "btg-tinh-uy")
    sign(world, found, "minh", "btg-tinh-uy")
    assert Signature.rows.count() == 1
    with pytest.raises(Refused, match="đã có ý kiến"):
        commands.dissent_from_review(
            code=found.code,
            unit_id=world.unit("btg-tinh-uy"),
            number=2,
            text="Nghĩ lại",
            by=actor(world, "binh"),
            at=found.at,
        )


def test_before_it_is_presented_nobody_signs(world: World) -> None:
    found = layer.accepted(world)
    with pytest.raises(Refused, match="đang nhận phần"):
        sign(world, found, "binh", "btg-tinh-uy")


def test_opened_again_it_is_presented_as_a_further_version(world: World) -> None:
    found = layer.presented(world)
    sign(world, found, "binh", "btg-tinh-uy")
    commands.reopen_review(code=found.code, reason="Sửa phần của Sở", version=None, by=actor(world, "an"), at=found.at)
    assert found.row().state == "GATHERING"
    commands.present_review(code=found.code, missing_reason="", version=None, by=actor(world, "an"), at=found.at)
    assert found.row().number == 3
    sign(world, found, "binh", "btg-tinh-uy")
    assert found.row().state == "SIGNING"


def test_recalled_it_may_be_opened_anew(world: World) -> None:
    found = layer.signed(world)
    with pytest.raises(NotAllowed):
        commands.recall_review(code=found.code, reason="Sai kỳ", version=None, by=actor(world, "an"), at=found.at)
    commands.recall_review(code=found.code, reason="Sai kỳ", version=None, by=actor(world, "binh"), at=found.at)
    again = commands.open_review(source=found.year.round, period="2021", by=actor(world, "an"), at=found.at)
    assert again.code != found.code
    assert set(Review.rows.values_list("state", flat=True)) == {"RECALLED", "DRAFT"}


def test_signed_it_is_not_compiled_anew(world: World) -> None:
    found = layer.signed(world)
    with pytest.raises(Refused, match="đã ký xong"):
        commands.compile_review(code=found.code, version=None, by=actor(world, "an"), at=found.at)
