"""Plans and topics in public: exactly the named fields, the figures of the lead's own page, anew by the clock."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pytest

from phoihop.communications import commands, queries
from phoihop.communications.models import PublicRecord
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations import queries as obligations
from phoihop.plans.models import Topic
from phoihop.publications import commands as publications
from phoihop.publications import queries as public
from phoihop.publications.models import Version
from tests.world import plans as layer
from tests.world import releases as case_layer
from tests.world.build import World

CLOCK = Actor.system("deadline-clock")


def publish(world: World, code: str, who: str = "ha", summary: str = "Việc chung của hai cơ quan.") -> None:
    commands.publish_record(code=code, summary=summary, by=world.person(who).actor, at=world.at)


def details(code: str) -> dict[str, object]:
    out = public.publication(code)
    assert out is not None
    return asdict(out.line.details)


def test_a_plan_goes_out_with_the_numbers_of_its_page(world: World) -> None:
    year = layer.begin(world)
    publish(world, year.plan)
    said = details(year.plan)
    rows = obligations.rows_of(world.person("an").actor, source=year.plan, today=world.at.date())
    shown = [row.shown for row in rows if row.shown != "held"]
    assert sum(int(str(said[name])) for name in ("done", "doing", "late", "blocked", "planned")) == len(shown)
    assert said["late"] == shown.count("late")
    assert (said["year"], said["as_of"], said["topics"]) == (2021, "2021-08-02", ())


def test_a_topic_goes_out_and_its_plan_names_it_the_next_day(world: World) -> None:
    year = layer.begin(world)
    publish(world, year.plan)
    publish(world, year.topic)
    said = details(year.topic)
    assert (said["plan"], said["topic_kind"], said["state"]) == (year.plan, "Vấn đề cùng quan tâm", "Đang thực hiện")
    assert said["phases"][0][1] == "Đang thực hiện"  # type: ignore[index]
    tomorrow = world.at + timedelta(days=1)
    assert commands.tick(by=CLOCK, at=tomorrow) >= 1
    assert details(year.plan)["topics"] == (year.topic,)
    assert details(year.plan)["as_of"] == "2021-08-03"


def test_only_the_named_fields_go_out(world: World) -> None:
    """The dossier's own words stay inside, whatever they say."""
    year = layer.begin(world)

    Topic.rows.filter(code=year.topic).update(summary="CANARY-SUMMARY", result="CANARY-RESULT", reason="CANARY-REASON")
    publish(world, year.topic)
    publish(world, year.plan)
    for row in Version.rows.all():
        assert "CANARY" not in f"{row.title}{row.summary}{row.body}{row.details}"


def test_the_clock_makes_no_version_of_what_says_the_same(world: World) -> None:
    year = layer.begin(world)
    publish(world, year.topic)
    for days in range(1, 4):
        commands.tick(by=CLOCK, at=world.at + timedelta(days=days))
        commands.tick(by=CLOCK, at=world.at + timedelta(days=days, hours=1))
    row = PublicRecord.rows.get(code=year.topic)
    assert (row.tried.isoformat(), row.as_of.isoformat()) == ("2021-08-05", "2021-08-02")
    assert Version.rows.count() == 1
    commands.tick(by=CLOCK, at=world.at + timedelta(days=7))
    assert details(year.topic)["as_of"] == "2021-08-09"


def test_what_may_go_out_no_more_is_held_back_with_the_reason(world: World) -> None:
    year = layer.begin(world)
    publish(world, year.topic)
    binh = world.person("binh").actor
    commands.note_proceedings(
        dossier=year.topic, owner_id=world.unit("so-yte"), stage="INVESTIGATION", by=binh, at=world.at
    )
    assert commands.tick(by=CLOCK, at=world.at + timedelta(days=1)) >= 1
    assert "vụ việc" in PublicRecord.rows.get(code=year.topic).refusal
    assert details(year.topic)["as_of"] == "2021-08-02"


def test_a_case_is_never_published(world: World) -> None:
    found = case_layer.case(world)
    with pytest.raises(Refused, match="vụ việc tố tụng"):
        publish(world, found.topic)
    assert not PublicRecord.rows.exists()


def test_not_before_it_is_approved_or_chosen(world: World) -> None:
    year = layer.propose(world, layer.call_round(world))
    with pytest.raises(Refused, match="chưa được duyệt"):
        publish(world, year.plan)
    with pytest.raises(Refused, match="chưa được chọn"):
        publish(world, year.topic)


def test_the_guard_looks_at_the_editors_words(world: World) -> None:
    year = layer.begin(world)
    with pytest.raises(Refused, match="Bộ lọc bảo mật"):
        publish(world, year.plan, summary="TỐI MẬT\nNội dung.")
    with pytest.raises(Refused, match="lưu hành nội bộ"):
        publish(world, year.plan, summary="LƯU HÀNH NỘI BỘ\nNội dung.")


def test_who(world: World) -> None:
    year = layer.begin(world)
    for who in ("an", "chi", "giang", "kim"):
        with pytest.raises(NotAllowed):
            publish(world, year.plan, who)
    for who in ("dung", "long"):
        with pytest.raises(NotVisible):
            publish(world, year.plan, who)
    publish(world, year.plan, "binh")
    publish(world, year.plan, "binh")  # twice is harmless
    assert Version.rows.count() == 1


def test_withdrawn_and_shown_again(world: World) -> None:
    year = layer.begin(world)
    publish(world, year.topic)
    ha = world.person("ha").actor
    with pytest.raises(Refused, match="lý do rút"):
        commands.withdraw_record(code=year.topic, note="", by=ha, at=world.at)
    with pytest.raises(NotVisible):
        commands.withdraw_record(code=year.topic, note="x", by=world.person("dung").actor, at=world.at)
    commands.withdraw_record(code=year.topic, note="Đang rà soát", by=ha, at=world.at)
    commands.withdraw_record(code=year.topic, note="Đang rà soát", by=ha, at=world.at)
    assert public.by_codes([year.topic]) == {}
    assert commands.tick(by=CLOCK, at=world.at + timedelta(days=1)) == 0
    publish(world, year.topic)
    assert year.topic in public.by_codes([year.topic])


def test_the_preview_is_the_copy_that_goes_out(world: World) -> None:
    year = layer.begin(world)
    ha = world.person("ha").actor
    copy, token = commands.preview_record(code=year.plan, summary="Lời giới thiệu", by=ha, at=world.at)
    assert token
    assert public.publication(year.plan) is None
    publish(world, year.plan, summary="Lời giới thiệu")
    out = public.publication(year.plan)
    assert out is not None
    assert (out.line.title, out.line.summary, out.line.details) == (copy.title, copy.summary, copy.details)


def test_pages(world: World) -> None:
    year = layer.begin(world)
    ha = world.person("ha").client
    page = ha.get(f"/lam-viec/cong-bo/{year.plan}/")
    assert page.status_code == 200
    assert "Đúng những gì sẽ đưa ra" in page.content.decode()
    sent = ha.post(f"/lam-viec/cong-bo/{year.plan}/", {"summary": "Giới thiệu"})
    assert sent.status_code == 302
    assert "Đang công khai" in ha.get(f"/lam-viec/ke-hoach/{year.plan}/").content.decode()
    assert world.person("dung").client.get(f"/lam-viec/cong-bo/{year.plan}/").status_code in (403, 404)
    assert world.person("chi").client.get(f"/lam-viec/cong-bo/{year.plan}/").status_code == 403
    preview = ha.post(f"/lam-viec/cong-bo/{year.plan}/xem-truoc/", {"summary": "Giới thiệu"})
    assert preview["Location"].startswith("/xem-truoc/")
    gone = ha.post(f"/lam-viec/cong-bo/{year.plan}/rut/", {"note": "Rà soát"})
    assert gone.status_code == 302
    value = queries.record_value(world.person("ha").actor, year.plan, world.at.date())
    assert (value.state, value.note) == ("WITHDRAWN", "Rà soát")


def test_publishing_through_the_hatch_needs_the_act(world: World) -> None:
    year = layer.begin(world)
    copy, _token = commands.preview_record(code=year.plan, summary="", by=world.person("ha").actor, at=world.at)
    with pytest.raises(NotAllowed):
        publications.publish(copy=copy, by=world.person("ha").actor, at=world.at)
