"""From a claim to what the public reads: evidence, a second person, versions, withdrawal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from phoihop.corrections import commands
from phoihop.corrections.models import Claim
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations.models import Obligation
from phoihop.publications import queries as public
from tests.world import corrections as layer
from tests.world.build import World
from tests.world.corrections import actor


def test_a_published_correction_says_what_was_found(world: World) -> None:
    code = layer.published(world)
    value = public.publication(code)
    assert value is not None
    details = value.line.details
    assert isinstance(details, public.CorrectionDetails)
    assert (value.line.title, value.line.summary) == (layer.TEXT, layer.FACT)
    assert (details.verdict, details.verdict_words, details.rating) == ("FALSE", "Sai", 1)
    assert details.evidence == (("125/BC-SYT", "Báo cáo công tác phòng, chống dịch tháng 7 năm 2021", "2", ""),)
    assert details.appearances == (
        ("Trang tin Phố Biển", "https://phobien.example/vac-xin-thu-tien", "2021-07-30", ""),
    )
    assert value.line.unit_name == "Sở Y tế tỉnh Kiên Giang"
    assert value.line.category == "FALSE"


def test_its_check_is_an_obligation_that_publishing_settles(world: World) -> None:
    code = layer.opened(world, supporting_ids=[world.unit("so-tttt")])
    owed = Obligation.rows.get(origin=f"{code}/check/1")
    assert (owed.lead_id, owed.entitled_id, owed.state) == (world.unit("so-yte"), world.unit("btg-tinh-uy"), "OPEN")
    assert owed.due_date == layer.row(code).due_date
    layer.evidenced(world, code)
    layer.written(world, code)
    commands.present_claim(code=code, by=actor(world, "an"), at=world.at)
    commands.approve_claim(code=code, by=actor(world, "binh"), at=world.at)
    commands.publish_correction(code=code, by=actor(world, "ha"), at=world.at)
    owed.refresh_from_db()
    assert owed.state == "ACCEPTED"


def test_who_wrote_or_presented_it_does_not_approve_it(world: World) -> None:
    code = layer.opened(world)
    layer.evidenced(world, code)
    layer.written(world, code, by="binh")
    commands.present_claim(code=code, by=actor(world, "an"), at=world.at)
    with pytest.raises(NotAllowed, match="không tự duyệt"):
        commands.approve_claim(code=code, by=actor(world, "binh"), at=world.at)
    commands.approve_claim(code=code, by=actor(world, "minh"), at=world.at)
    assert layer.row(code).state == "APPROVED"


def test_no_verdict_without_evidence_but_one(world: World) -> None:
    code = layer.opened(world)
    layer.written(world, code)
    with pytest.raises(Refused, match="cần ít nhất một chứng cứ"):
        commands.present_claim(code=code, by=actor(world, "an"), at=world.at)
    layer.written(world, code, verdict="UNPROVEN")
    commands.present_claim(code=code, by=actor(world, "an"), at=world.at)
    assert layer.row(code).state == "WAITING"


def test_what_is_not_approved_does_not_go_out(world: World) -> None:
    code = layer.presented(world)
    with pytest.raises(Refused, match="đang chờ duyệt"):
        commands.publish_correction(code=code, by=actor(world, "ha"), at=world.at)
    assert public.publication(code) is None


def test_returned_with_a_reason_and_presented_again(world: World) -> None:
    code = layer.presented(world)
    with pytest.raises(Refused, match="Cần nêu lý do"):
        commands.return_claim(code=code, reason=" ", by=actor(world, "binh"), at=world.at)
    commands.return_claim(code=code, reason="Thiếu trang", by=actor(world, "binh"), at=world.at)
    assert (layer.row(code).state, layer.row(code).reason) == ("CHECKING", "Thiếu trang")
    commands.present_claim(code=code, by=actor(world, "an"), at=world.at)
    assert layer.row(code).state == "WAITING"


def test_a_further_version_needs_a_note_and_keeps_the_old(world: World) -> None:
    code = layer.published(world)
    with pytest.raises(Refused, match="vì sao kết luận thay đổi"):
        layer.again(world, code, note="")
    commands.publish_correction(code=code, note="Có số liệu mới.", by=actor(world, "ha"), at=world.at)
    first, last = public.versions(code)[1], public.versions(code)[0]
    assert (first.details.verdict, last.details.verdict, last.note) == ("FALSE", "PARTLY", "Có số liệu mới.")
    assert Obligation.rows.filter(origin=f"{code}/check/2", state="ACCEPTED").exists()


def test_while_it_is_looked_at_again_the_public_copy_stays(world: World) -> None:
    code = layer.published(world)
    commands.recheck_claim(code=code, reason="Có thư của báo", by=actor(world, "an"), at=world.at)
    value = public.publication(code)
    assert value is not None
    assert not value.is_withdrawn
    with pytest.raises(Refused, match="Hãy rút"):
        commands.drop_claim(code=code, reason="Thôi", by=actor(world, "an"), at=world.at)


def test_withdrawn_with_a_note_and_published_anew(world: World) -> None:
    code = layer.published(world)
    with pytest.raises(Refused):
        commands.withdraw_correction(code=code, note="", by=actor(world, "binh"), at=world.at)
    for _ in range(2):  # twice is harmless
        commands.withdraw_correction(code=code, note="Nhầm nguồn.", by=actor(world, "binh"), at=world.at)
    value = public.publication(code)
    assert value is not None
    assert value.is_withdrawn
    assert value.withdrawn_note == "Nhầm nguồn."
    layer.again(world, code)
    value = public.publication(code)
    assert value is not None
    assert not value.is_withdrawn


def test_dropped_before_it_went_out(world: World) -> None:
    code = layer.opened(world)
    for _ in range(2):
        commands.drop_claim(code=code, reason="Trang tin tự sửa", by=actor(world, "an"), at=world.at)
    assert layer.row(code).state == "DROPPED"
    assert Obligation.rows.get(origin=f"{code}/check/1").state == "WAIVED"


def test_the_clock_looks_again_on_the_day(world: World) -> None:
    code = layer.opened(world)
    layer.evidenced(world, code)
    layer.written(world, code, recheck_date=(world.at + timedelta(days=30)).date())
    commands.present_claim(code=code, by=actor(world, "an"), at=world.at)
    commands.approve_claim(code=code, by=actor(world, "binh"), at=world.at)
    commands.publish_correction(code=code, by=actor(world, "ha"), at=world.at)
    clock = actor(world, "an").system("deadline-clock")
    assert commands.tick(by=clock, at=world.at + timedelta(days=29)) == 0
    assert commands.tick(by=clock, at=world.at + timedelta(days=30)) == 1
    assert (layer.row(code).state, layer.row(code).times) == ("CHECKING", 2)
    assert commands.tick(by=clock, at=world.at + timedelta(days=30)) == 0
    assert Obligation.rows.filter(origin=f"{code}/check/2").exists()


def test_somebody_was_faster(world: World) -> None:
    code = layer.presented(world)
    version = layer.row(code).version
    commands.return_claim(code=code, reason="Sửa", version=version, by=actor(world, "binh"), at=world.at)
    with pytest.raises(SomebodyWasFaster):
        commands.approve_claim(code=code, version=version, by=actor(world, "minh"), at=world.at)


def test_outsiders_do_not_learn_that_it_is_there(world: World) -> None:
    code = layer.published(world)
    with pytest.raises(NotVisible):
        commands.withdraw_correction(code=code, note="x", by=actor(world, "dung"), at=world.at)
    with pytest.raises(NotAllowed):
        commands.withdraw_correction(code=code, note="x", by=actor(world, "chi"), at=world.at)
    assert Claim.objects.visible_to(actor(world, "dung")).count() == 0


def test_a_paper_goes_out_with_it_only_where_it_may(world: World) -> None:
    code = layer.opened(world)
    clean = layer.paper_with_file(world)
    layer.evidenced(world, code, clean, is_public=True)
    named = layer.paper_with_file(world, "Ông Nguyễn Văn A, căn cước 091085001234, điện thoại 0912345678.")
    with pytest.raises(Refused, match="dữ liệu cá nhân"):
        layer.evidenced(world, code, named, is_public=True)
    layer.written(world, code)
    commands.present_claim(code=code, by=actor(world, "an"), at=world.at)
    commands.approve_claim(code=code, by=actor(world, "binh"), at=world.at)
    commands.publish_correction(code=code, by=actor(world, "ha"), at=world.at)
    value = public.publication(code)
    assert value is not None
    (number, _title, _page, address) = value.line.details.evidence[0]  # type: ignore[attr-defined]
    assert (number, address) == ("125/BC-SYT", f"/tep/{code}-1")
    found = public.file_content(f"{code}-1")
    assert found is not None
    assert found[0].startswith(b"%PDF")


def test_a_paper_for_internal_use_is_named_by_its_number_alone(world: World) -> None:
    from tests.world import documents

    code = layer.opened(world)
    inner = documents.registered(world, is_internal=True)
    with pytest.raises(Refused, match="lưu hành nội bộ"):
        layer.evidenced(world, code, inner)
    layer.evidenced(world, code, inner, is_named=False)
    layer.written(world, code)
    commands.present_claim(code=code, by=actor(world, "an"), at=world.at)
    commands.approve_claim(code=code, by=actor(world, "binh"), at=world.at)
    commands.publish_correction(code=code, by=actor(world, "ha"), at=world.at)
    value = public.publication(code)
    assert value is not None
    assert value.line.details.evidence == (("125/BC-SYT", "", "2", ""),)  # type: ignore[attr-defined]
