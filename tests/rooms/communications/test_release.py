"""Case information: only after its event, only by two people, only by the body that owns the case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from phoihop.communications import commands, queries
from phoihop.communications.models import Article, Card, Release, ReleaseApproval, ReleaseOpening, ReleaseOverride
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.plans import commands as plans
from phoihop.publications import queries as public
from phoihop.publications.models import Publication
from tests.world import news
from tests.world import releases as layer
from tests.world.build import World
from tests.world.releases import CLOCK, approve

WINDOW = timedelta(minutes=10)


def kinds(code: str) -> list[str]:
    return list(Entry.rows.filter(code=code).order_by("pk").values_list("kind", flat=True))


# ── the way out ─────────────────────────────────────────────────────────────────────────────────────────────


def test_event_two_people_window_and_out(world: World) -> None:
    found = layer.releasing(world)
    row = found.row()
    assert (row.state, row.goes_at) == ("RELEASING", world.at + WINDOW)
    assert commands.tick(by=CLOCK, at=world.at + WINDOW - timedelta(seconds=1)) == 0
    assert not Publication.rows.filter(code=found.code).exists()
    assert commands.tick(by=CLOCK, at=world.at + WINDOW) == 1
    assert commands.tick(by=CLOCK, at=world.at + WINDOW) == 0  # once
    out = public.publication(found.code)
    assert out is not None
    assert out.line.details == type(out.line.details)(
        event="Bản án đã tuyên",
        event_date="2021-08-02",
        stage="Đã tuyên sơ thẩm, bản án chưa có hiệu lực",
    )
    assert "chưa có hiệu lực" in out.body
    assert found.row().published_at == world.at + WINDOW
    assert [kind for kind in kinds(found.code) if kind.startswith("release.")] == [
        "release.begun",
        "release.written",
        "release.presented",
        "release.event_recorded",
        "release.approved",
        "release.released",
        "release.published",
    ]


def test_no_approval_before_the_event(world: World) -> None:
    found = layer.presented(world)
    with pytest.raises(Refused, match="sự kiện cho phép"):
        approve(found, "phuc")
    assert not ReleaseApproval.rows.exists()


def test_one_person_twice_is_not_two(world: World) -> None:
    found = layer.with_event(world)
    approve(found, "phuc")
    approve(found, "phuc")
    assert found.row().state == "PRESENTED"
    assert ReleaseApproval.rows.count() == 1


def test_no_machine_approves(world: World) -> None:
    found = layer.with_event(world)
    for system in ("deadline-clock", "loader", "sample-builder"):
        with pytest.raises((NotAllowed, NotVisible)):
            commands.approve_release(code=found.code, number=1, by=CLOCK.system(system), at=world.at)


@pytest.mark.parametrize("who", ["phuc", "quy"])
def test_either_takes_it_back_in_the_window(world: World, who: str) -> None:
    found = layer.releasing(world)
    later = world.at + timedelta(minutes=9)
    commands.take_back_release(code=found.code, reason="Nhầm ngày", by=found.actor(who, later), at=later)
    assert commands.tick(by=CLOCK, at=world.at + timedelta(hours=1)) == 0
    assert not Publication.rows.filter(code=found.code).exists()
    assert found.row().state == "PRESENTED"
    approve(found, "phuc", later)
    assert found.row().state == "PRESENTED"  # both approvals are needed anew


def test_once_out_it_is_not_taken_back(world: World) -> None:
    found = layer.published(world)
    with pytest.raises(Refused, match="đã phát"):
        commands.take_back_release(code=found.code, reason="x", by=found.actor("phuc"), at=world.at)


def test_the_window_is_data_of_the_body(world: World) -> None:
    found = layer.with_event(world)
    commands.set_release_habit(unit_id=world.unit("ta-tinh"), minutes=3, by=found.actor("phuc"), at=world.at)
    approve(found, "phuc")
    approve(found, "quy")
    assert found.row().goes_at == world.at + timedelta(minutes=3)
    for minutes in (0, 1441):
        with pytest.raises(Refused, match="1 phút đến 1440"):
            commands.set_release_habit(
                unit_id=world.unit("ta-tinh"), minutes=minutes, by=found.actor("phuc"), at=world.at
            )


def test_an_embargo_outlasts_the_window(world: World) -> None:
    until = world.at + timedelta(hours=5)
    found = layer.releasing(world, embargo_until=until)
    assert found.row().goes_at == until
    assert commands.tick(by=CLOCK, at=until - timedelta(seconds=1)) == 0
    assert commands.tick(by=CLOCK, at=until) == 1
    assert found.row().published_at == until


def test_an_old_page_does_not_approve_a_new_text(world: World) -> None:
    found = layer.with_event(world)
    with pytest.raises(Refused, match="bản 1"):
        commands.approve_release(code=found.code, number=7, by=found.actor("phuc"), at=world.at)
    with pytest.raises(SomebodyWasFaster):
        commands.approve_release(code=found.code, number=1, version=1, by=found.actor("phuc"), at=world.at)


def test_given_back_approvals_count_no_more(world: World) -> None:
    found = layer.with_event(world)
    approve(found, "phuc")
    commands.return_release(code=found.code, reason="Sửa câu cuối", by=found.actor("quy"), at=world.at)
    layer.write(found, text="Đã tuyên án sơ thẩm. Bản án chưa có hiệu lực.")
    commands.present_release(code=found.code, by=found.actor("oanh"), at=world.at)
    approve(found, "quy")
    assert found.row().state == "PRESENTED"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"proof": " "}, "số, ký hiệu"),
        ({"event": "RUMOUR"}, "có trong danh sách"),
        ({"stage": "SOON"}, "có trong danh sách"),
        ({"happened_at": 60}, "chưa xảy ra"),
    ],
)
def test_an_event_needs_a_moment_and_a_proof(world: World, changed: dict[str, Any], said: str) -> None:
    found = layer.presented(world)
    values: dict[str, Any] = {"event": "JUDGMENT_READ", "happened_at": -60, "proof": "12/2021/HS-ST"} | changed
    values["happened_at"] = world.at + timedelta(minutes=values["happened_at"])
    with pytest.raises(Refused, match=said):
        commands.record_release_event(code=found.code, **values, by=found.actor("phuc"), at=world.at)
    assert found.row().event_at is None


# ── who ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_only_the_owning_body_begins(world: World) -> None:
    found = layer.case(world)
    for who, unit in (("an", "btg-tinh-uy"), ("binh", "btg-tinh-uy")):
        with pytest.raises(Refused, match="chỉ cơ quan ấy được phát"):
            commands.begin_release(
                unit_id=world.unit(unit), title="Vụ án", dossier=found.topic, by=found.actor(who), at=world.at
            )
    assert not Release.rows.exists()


def test_outsiders_do_not_see_it(world: World) -> None:
    found = layer.with_event(world)
    for who in ("chi", "dung", "an"):
        with pytest.raises(NotVisible):
            approve(found, who)
    with pytest.raises(NotAllowed):
        approve(found, "oanh")


def test_a_drafter_neither_records_nor_gives(world: World) -> None:
    found = layer.presented(world)
    with pytest.raises(NotAllowed):
        commands.give_release(code=found.code, unit_ids=[world.unit("so-yte")], by=found.actor("oanh"), at=world.at)
    with pytest.raises(NotAllowed):
        commands.record_release_event(
            code=found.code,
            event="JUDGMENT_READ",
            happened_at=world.at,
            proof="1",
            by=found.actor("oanh"),
            at=world.at,
        )


# ── nobody else speaks ──────────────────────────────────────────────────────────────────────────────────────


def test_nobody_speaks_before_the_owner_and_after_it_only_citing(world: World) -> None:
    found = layer.releasing(world)
    assert "chưa phát thông cáo" in queries.refusal_to_speak(found.topic, world.unit("btg-tinh-uy"), ())
    assert "chưa phát thông cáo" in queries.refusal_to_speak(found.topic, world.unit("ta-tinh"), ())
    assert not queries.may_speak(found.topic).is_open
    commands.tick(by=CLOCK, at=world.at + WINDOW)
    assert queries.may_speak(found.topic).releases == (found.code,)
    assert found.code in queries.refusal_to_speak(found.topic, world.unit("btg-tinh-uy"), ("TT-kg-2021-0001",))
    assert queries.refusal_to_speak(found.topic, world.unit("btg-tinh-uy"), (found.code,)) == ""


def test_withdrawn_closes_the_mouth_again(world: World) -> None:
    found = layer.published(world)
    at = world.at + timedelta(hours=1)
    commands.withdraw_release(code=found.code, reason="Sai ngày xét xử", by=found.actor("phuc", at), at=at)
    out = public.publication(found.code)
    assert out is not None
    assert (out.is_withdrawn, out.body, out.withdrawn_note) == (True, "", "Sai ngày xét xử")
    assert queries.refusal_to_speak(found.topic, world.unit("btg-tinh-uy"), (found.code,))


def test_an_ordinary_topic_is_free_until_it_is_marked(world: World) -> None:
    found = layer.case(world)
    other = plans.propose_topic(
        code=found.plan, kind="issue", title="Phổ biến pháp luật", by=found.actor("oanh"), at=world.at
    ).code
    assert queries.refusal_to_speak(other, world.unit("btg-tinh-uy"), ()) == ""
    court = world.unit("ta-tinh")
    commands.note_proceedings(dossier=other, owner_id=court, stage="TRIAL", by=found.actor("binh"), at=world.at)
    assert queries.may_speak(other).owner_id == court
    assert queries.refusal_to_speak(other, world.unit("btg-tinh-uy"), ())
    with pytest.raises(NotAllowed):  # from now on the owner's word
        commands.note_proceedings(
            dossier=other, owner_id=world.unit("btg-tinh-uy"), stage="TRIAL", by=found.actor("binh"), at=world.at
        )
    commands.note_proceedings(dossier=other, owner_id=court, stage="IN_FORCE", by=found.actor("phuc"), at=world.at)
    assert queries.refusal_to_speak(other, world.unit("btg-tinh-uy"), ()) == ""
    assert queries.wording_refusal(other, "Tên sát nhân bị đưa đi.")
    assert not queries.wording_refusal(other, "Bản án xác định người này phạm tội.")


def test_articles_and_cards_about_a_case_presume_nobody_guilty(world: World) -> None:
    """The owner has released: others may speak, citing it, and in no other words than the rules let stand."""
    found = layer.published(world)
    at = world.at + timedelta(hours=1)
    ha, binh = news.by(world, "ha", at), news.by(world, "binh", at)
    guilty = "Chiều qua, tên sát nhân bị đưa đi. Phiên tòa còn tiếp."
    told = commands.begin_article(
        unit_id=world.unit("btg-tinh-uy"), title="Phiên tòa lưu động", text=guilty, source=found.topic, by=ha, at=at
    )
    commands.write_article(
        code=told.code, title="Phiên tòa lưu động", text=guilty, related=(found.topic, found.code), by=ha, at=at
    )
    commands.send_article(code=told.code, by=ha, at=at)
    with pytest.raises(Refused, match=r"“tên sát nhân”.*Chỗ đó: “Chiều qua, tên sát nhân bị đưa đi.”"):
        commands.approve_article(code=told.code, by=binh, at=at)
    assert Article.rows.get(code=told.code).state == "SENT"
    commands.take_back_article(code=told.code, by=ha, at=at)
    commands.write_article(
        code=told.code,
        title="Phiên tòa lưu động",
        text="Chiều qua, bị cáo được đưa đi. Phiên tòa còn tiếp.",
        related=(found.topic, found.code),
        by=ha,
        at=at,
    )
    commands.send_article(code=told.code, by=ha, at=at)
    commands.approve_article(code=told.code, by=binh, at=at)
    Article.rows.filter(code=told.code).update(text=guilty)  # the rules are asked again at each door
    for refused in (
        lambda: commands.publish_article(code=told.code, by=ha, at=at),
        lambda: commands.schedule_article(code=told.code, goes_out_at=at + timedelta(hours=1), by=ha, at=at),
    ):
        with pytest.raises(Refused, match="tên sát nhân"):
            refused()
    Article.rows.filter(code=told.code).update(text="Phiên tòa còn tiếp.")
    commands.publish_article(code=told.code, by=ha, at=at)
    assert public.publication(told.code) is not None


def test_a_card_from_a_case_presumes_nobody_guilty(world: World) -> None:
    found = layer.case(world)
    court = world.unit("ta-tinh")
    commands.note_proceedings(
        dossier=found.topic, owner_id=court, stage="IN_FORCE", by=found.actor("phuc"), at=world.at
    )
    row = news.card(world, problem="Tên sát nhân gây sợ hãi cả xóm.")
    Card.rows.filter(pk=row.pk).update(source=found.topic)
    commands.send_card(code=row.code, by=news.by(world, "ha"), at=world.at)
    with pytest.raises(Refused, match="Tên sát nhân gây sợ hãi"):
        commands.publish_card(code=row.code, by=news.by(world, "binh"), at=world.at)
    Card.rows.filter(pk=row.pk).update(problem="Cả xóm lo lắng.")
    commands.publish_card(code=row.code, by=news.by(world, "binh"), at=world.at)
    assert public.publication(row.code) is not None


def test_outsiders_do_not_note(world: World) -> None:
    found = layer.case(world)
    with pytest.raises(NotVisible):
        commands.note_proceedings(
            dossier=found.topic, owner_id=world.unit("ta-tinh"), stage="TRIAL", by=found.actor("dung"), at=world.at
        )


def test_the_topics_timeline_tells_nothing_before_it_is_out(world: World) -> None:
    """The lead reads the topic's timeline and is no holder."""
    found = layer.releasing(world)
    of_release = Entry.rows.filter(code=found.code)
    assert of_release.exists()
    assert not of_release.exclude(dossier="").exists()
    page = world.person("an").client.get(f"/lam-viec/van-de/{found.topic}/").content.decode()
    assert "Kết quả xét xử sơ thẩm" not in page
    commands.tick(by=CLOCK, at=world.at + WINDOW)
    assert of_release.get(kind="release.published").dossier == found.topic


# ── wording ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_words_that_find_guilt_stop_it_until_changed(world: World) -> None:
    found = layer.with_event(world, text="Hung thủ đã bị xét xử.")
    with pytest.raises(Refused, match="Hung thủ"):
        approve(found, "phuc")
    commands.return_release(code=found.code, reason="Sửa câu chữ", by=found.actor("phuc"), at=world.at)
    layer.write(found, text="Bị cáo đã được xét xử.")
    commands.present_release(code=found.code, by=found.actor("oanh"), at=world.at)
    approve(found, "phuc")


def test_an_approver_may_answer_for_words_with_a_reason_on_record(world: World) -> None:
    found = layer.with_event(world, text="Nghi phạm đã được xét xử.")
    values: dict[str, Any] = {"code": found.code, "rule": "status-suspect", "found": "Nghi phạm", "at": world.at}
    with pytest.raises(NotAllowed):
        commands.override_wording(**values, reason="Trích nguyên văn", by=found.actor("oanh"))
    with pytest.raises(Refused, match="Cần nêu lý do"):
        commands.override_wording(**values, reason=" ", by=found.actor("phuc"))
    commands.override_wording(**values, reason="Trích nguyên văn tên vụ án", by=found.actor("phuc"))
    kept = ReleaseOverride.rows.get()
    assert (kept.words, kept.reason, kept.post) == ("Nghi phạm", "Trích nguyên văn tên vụ án", "Chánh án")
    approve(found, "quy")
    with pytest.raises(Refused, match="không còn trong văn bản"):
        commands.override_wording(**values, reason="Lại", by=found.actor("phuc"))


@pytest.mark.parametrize(
    "text", ["Bị cáo chắc chắn sẽ bị kết án chung thân.", "Tòa phúc thẩm cần trừng trị thật nặng bị cáo."]
)
def test_no_word_about_a_verdict_to_come(world: World, text: str) -> None:
    found = layer.begun(world, text=text)
    with pytest.raises(Refused, match="Còn câu chữ phải sửa"):
        commands.present_release(code=found.code, by=found.actor("oanh"), at=world.at)
    value = queries.release_value(found.actor("phuc"), found.code)
    absolute = next(one for one in value.findings if one.is_absolute)
    with pytest.raises(Refused, match="không ai được cho giữ lại"):
        commands.override_wording(
            code=found.code,
            rule=absolute.key,
            found=absolute.words,
            reason="Muốn thế",
            by=found.actor("phuc"),
            at=world.at,
        )


def test_a_stage_that_changed_in_the_window_is_looked_at_again(world: World) -> None:
    """Cleared while it waits: what a judgment in force let pass must not go out, and the clock says why."""
    found = layer.presented(world, text="Thủ phạm được nêu trong bản án.")
    commands.record_release_event(
        code=found.code,
        event="JUDGMENT_READ",
        happened_at=world.at - timedelta(hours=1),
        proof="12/2021/HS-PT",
        stage="IN_FORCE",
        by=found.actor("phuc"),
        at=world.at,
    )
    approve(found, "phuc")
    approve(found, "quy")
    court = world.unit("ta-tinh")
    commands.note_proceedings(dossier=found.topic, owner_id=court, stage="CLEARED", by=found.actor("phuc"), at=world.at)
    commands.tick(by=CLOCK, at=world.at + WINDOW)
    row = found.row()
    assert (row.state, row.published_at) == ("PRESENTED", None)
    assert "Thủ phạm" in row.note
    assert not Publication.rows.filter(code=found.code).exists()


def test_the_guard_looks_at_it(world: World) -> None:
    found = layer.begun(world, text="TỐI MẬT\nNội dung này.")
    with pytest.raises(Refused, match="Bộ lọc bảo mật"):
        commands.present_release(code=found.code, by=found.actor("oanh"), at=world.at)


# ── holders ─────────────────────────────────────────────────────────────────────────────────────────────────


def held(world: World) -> layer.Case:
    found = layer.presented(world)
    commands.give_release(code=found.code, unit_ids=[world.unit("so-yte")], by=found.actor("phuc"), at=world.at)
    return found


def test_each_opening_of_a_holder_is_recorded(world: World) -> None:
    found = held(world)
    chi = world.person("chi").actor
    for _again in range(2):
        assert "chưa có hiệu lực" in commands.open_release(code=found.code, by=chi, at=world.at).text
    assert ReleaseOpening.rows.count() == 2
    assert kinds(found.code).count("release.opened") == 2
    commands.open_release(code=found.code, by=found.actor("oanh"), at=world.at)  # its own people hold it anyway
    assert ReleaseOpening.rows.count() == 2


def test_a_holder_sees_heading_and_countdown_only(world: World) -> None:
    found = held(world)
    value = queries.release_value(world.person("chi").actor, found.code)
    assert (value.text, value.summary, value.note, value.holders, value.openings) == ("", "", "", (), ())
    with pytest.raises(NotAllowed):
        commands.preview_release(code=found.code, by=world.person("chi").actor, at=world.at)
    with pytest.raises(NotVisible):
        commands.open_release(code=found.code, by=world.person("dung").actor, at=world.at)


def test_auditors_see_that_it_is_there_and_do_not_open(world: World) -> None:
    found = held(world)
    with pytest.raises(NotAllowed):
        commands.open_release(code=found.code, by=world.person("kim").actor, at=world.at)


def test_who_has_opened_stays_on_the_list(world: World) -> None:
    found = held(world)
    health = world.unit("so-yte")
    commands.open_release(code=found.code, by=world.person("chi").actor, at=world.at)
    with pytest.raises(Refused, match="đã mở văn bản"):
        commands.remove_holder(code=found.code, unit_id=health, by=found.actor("phuc"), at=world.at)
    other = world.unit("so-xaydung")
    commands.give_release(code=found.code, unit_ids=[other, health], by=found.actor("phuc"), at=world.at)
    commands.remove_holder(code=found.code, unit_id=other, by=found.actor("phuc"), at=world.at)
    with pytest.raises(NotVisible):
        queries.release_value(world.person("dung").actor, found.code)


def test_a_draft_has_no_text_to_open(world: World) -> None:
    found = layer.begun(world)
    commands.give_release(code=found.code, unit_ids=[world.unit("so-yte")], by=found.actor("phuc"), at=world.at)
    with pytest.raises(Refused, match="chưa trình"):
        commands.open_release(code=found.code, by=world.person("chi").actor, at=world.at)


# ── after it is out ─────────────────────────────────────────────────────────────────────────────────────────


def test_changed_after_publication_it_takes_the_same_way(world: World) -> None:
    found = layer.published(world)
    at = world.at + timedelta(hours=1)
    commands.revise_release(code=found.code, reason="Sửa số bản án", by=found.actor("oanh", at), at=at)
    assert public.publication(found.code).body  # type: ignore[union-attr]  # what is out stays
    commands.write_release(
        code=found.code,
        title="Kết quả xét xử sơ thẩm",
        summary="",
        text="Bản án số 12/2021/HS-ST đã tuyên.",
        by=found.actor("oanh", at),
        at=at,
    )
    commands.present_release(code=found.code, by=found.actor("oanh", at), at=at)
    approve(found, "phuc", at)
    approve(found, "quy", at)
    commands.tick(by=CLOCK, at=at + WINDOW)
    versions = public.versions(found.code)
    assert [one.number for one in versions] in ([1, 2], [2, 1])
    assert any(one.note == "Sửa số bản án" for one in versions)
    assert found.row().published_at == world.at + WINDOW  # first


def test_a_change_given_up_leaves_what_is_out(world: World) -> None:
    found = layer.published(world)
    commands.revise_release(code=found.code, reason="Thử", by=found.actor("oanh"), at=world.at)
    layer.write(found, text="Khác hẳn.")
    commands.restore_release(code=found.code, by=found.actor("oanh"), at=world.at)
    row = found.row()
    assert (row.state, row.text, row.number) == ("PUBLISHED", layer.TEXT, 1)


def test_what_never_was_out_is_dropped(world: World) -> None:
    found = layer.presented(world)
    commands.drop_release(code=found.code, by=found.actor("oanh"), at=world.at)
    assert found.row().state == "DROPPED"
    with pytest.raises(Refused):
        commands.present_release(code=found.code, by=found.actor("oanh"), at=world.at)


def test_a_release_that_is_no_case_needs_no_event_but_two_people(world: World) -> None:
    layer.court(world)
    by = world.person("binh").actor
    code = commands.begin_release(unit_id=world.unit("btg-tinh-uy"), title="Lịch tiếp báo chí", by=by, at=world.at).code
    commands.write_release(
        code=code, title="Lịch tiếp báo chí", summary="", text="Thứ tư hằng tuần.", by=by, at=world.at
    )
    commands.present_release(code=code, by=by, at=world.at)
    commands.approve_release(code=code, number=1, by=by, at=world.at)
    assert Release.rows.get(code=code).state == "PRESENTED"
    commands.approve_release(code=code, number=1, by=world.person("minh").actor, at=world.at)
    commands.tick(by=CLOCK, at=world.at + WINDOW)
    assert public.publication(code) is not None
