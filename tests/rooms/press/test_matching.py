"""Standing queries: begun by a unit of the topic, found on arrival, told once, judged by whoever read it."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from phoihop.ground.actor import Actor, Role
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.figures import DayCount, Period, Scope
from phoihop.ground.powers import NotAllowed, NotVisible, may, tokens_held, tokens_of, who_may
from phoihop.ground.sheet import How, notices_on, shown_on
from phoihop.ledger.models import Entry
from phoihop.plans import commands as plans
from phoihop.press import commands, queries
from phoihop.press.events import StoryMatched
from phoihop.press.models import Item, Match, StandingQuery, StandingQueryUnit, Story
from phoihop.press.queries import matching as reading
from tests.world import plans as plan_layer
from tests.world.build import World
from tests.world.cast import Person
from tests.world.flat import grows_flat

HERE = "/lam-viec/cau-tim/"
IUU = '"tàu cá" (phạt OR "khai thác bất hợp pháp") -bão'
CLOCK = Actor.system("deadline-clock")


def begin(world: World, topic: str, expression: str = IUU, **changed: Any) -> str:
    values: dict[str, Any] = {
        "unit_id": world.unit("btg-tinh-uy"),
        "topic": topic,
        "title": "Tàu cá vi phạm",
        "expression": expression,
        "by": world.person("an").actor,
        "at": world.at,
    }
    return commands.begin_standing_query(**values | changed).code


def came(
    world: World, title: str, text: str = "", *, publisher: str = "Báo Kiên Giang", at: datetime | None = None
) -> str:
    """An article comes in, clipped by hand; the code of its story."""
    clipped = commands.clip(
        unit_id=world.unit("btg-tinh-uy"),
        publisher=publisher,
        title=title,
        url=f"https://bao.example/{Item.rows.count()}",
        extract=text or title,
        by=world.person("an").actor,
        at=at or world.at,
    )
    return clipped.story


@pytest.fixture
def topic(world: World) -> str:
    return plan_layer.begin(world).topic


def told(kind: str = "story.matched") -> list[Entry]:
    return list(Entry.rows.filter(kind=kind).order_by("pk"))


# ── what is looked for ──────────────────────────────────────────────────────────────────────────────────────


def test_a_unit_of_the_topic_begins_and_what_comes_in_is_found(world: World, topic: str) -> None:
    code = begin(world, topic)
    assert code == "TV-kg-2021-0001"
    assert begin(world, topic) == code  # twice is harmless
    assert queries.hits("Phạt 12 tàu cá", "ở Kiên Giang") == (queries.Hit(code, topic, ("tàu cá", "phạt")),)
    story = came(world, "Phạt 12 tàu cá ở Kiên Giang", "Lực lượng kiểm ngư phạt 12 tàu cá trong tuần đầu tháng 8.")
    came(world, "Bão số 3 vào gần bờ, tàu cá bị phạt", "Tàu cá không về bờ khi có bão sẽ bị phạt nặng, theo chỉ đạo.")
    (row,) = Match.rows.all()
    assert (row.item.story.code, row.topic.code, row.query.code) == (story, topic, code)
    assert (row.words, row.place, row.state) == ("tàu cá · phạt", "kg", "FOUND")


def test_the_partner_begins_too_but_a_unit_outside_does_not(world: World, topic: str) -> None:
    chi = world.add_person("tu", "so-yte", [Role.DRAFTER], post="Chuyên viên Nghiệp vụ")
    assert begin(world, topic, unit_id=world.unit("so-yte"), by=chi.actor)
    with pytest.raises(NotVisible):
        begin(world, topic, unit_id=world.unit("so-xaydung"), by=world.person("dung").actor)
    for who in ("chi", "giang", "kim", "long"):  # no drafter, approver or editor
        with pytest.raises(NotAllowed):
            begin(world, topic, unit_id=world.person(who).actor.unit_id, by=world.person(who).actor)
    with pytest.raises(NotAllowed):
        begin(world, topic, unit_id=world.unit("so-yte"))  # not for another unit


def test_who_only_supports_a_topic_is_told_whom_to_ask(world: World, topic: str) -> None:
    plans.join_topic(code=topic, unit_id=world.unit("so-xaydung"), by=world.person("an").actor, at=world.at)
    with pytest.raises(Refused, match="chủ trì hoặc cơ quan phối hợp"):
        begin(world, topic, unit_id=world.unit("so-xaydung"), by=world.person("dung").actor)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"expression": "-bão"}, "chỉ có điều phải loại trừ"),
        ({"expression": 'tàu "cá'}, "ký tự thứ 5"),
        ({"expression": '"Nguyễn Văn Bê" tàu'}, "nhắm vào một người"),
        ({"title": "  "}, "tên ngắn"),
    ],
)
def test_refusals_write_nothing(world: World, topic: str, changed: dict[str, str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        begin(world, topic, **changed)
    assert not StandingQuery.rows.exists()


def test_amended_paused_resumed_ended_and_the_automaton_follows(world: World, topic: str) -> None:
    code, an = begin(world, topic), world.person("an").actor
    assert queries.hits("Phạt tàu cá", "")
    row = StandingQuery.rows.get()
    commands.amend_standing_query(
        code=code, title="Cua", expression="cua", is_at_once=True, version=row.version, by=an, at=world.at
    )
    assert not queries.hits("Phạt tàu cá", "")
    assert queries.hits("Giá cua", "")[0].words == ("cua",)
    with pytest.raises(SomebodyWasFaster):
        commands.amend_standing_query(
            code=code, title="Ghẹ", expression="ghẹ", is_at_once=True, version=row.version, by=an, at=world.at
        )
    with pytest.raises(Refused, match="lý do"):
        commands.pause_standing_query(code=code, reason=" ", by=an, at=world.at)
    commands.pause_standing_query(code=code, reason="Hết mùa", by=an, at=world.at)
    commands.pause_standing_query(code=code, reason="Hết mùa", by=an, at=world.at)  # twice is harmless
    assert queries.hits("Giá cua", "") == ()
    commands.resume_standing_query(code=code, by=an, at=world.at)
    assert queries.hits("Giá cua", "")
    commands.end_standing_query(code=code, reason="Xong việc", by=an, at=world.at)
    assert queries.hits("Giá cua", "") == ()
    with pytest.raises(Refused, match="đã thôi"):
        commands.resume_standing_query(code=code, by=an, at=world.at)
    kinds = [entry.kind for entry in Entry.rows.filter(code=code).order_by("pk")]
    assert kinds == [f"standing.{act}" for act in ("begun", "amended", "paused", "resumed", "ended")]


def test_only_its_own_unit_changes_it(world: World, topic: str) -> None:
    code = begin(world, topic)
    for who, refusal in (("chi", NotAllowed), ("giang", NotAllowed), ("kim", NotAllowed), ("dung", NotVisible)):
        with pytest.raises(refusal):
            commands.end_standing_query(code=code, reason="x", by=world.person(who).actor, at=world.at)
    with pytest.raises(NotVisible):
        commands.end_standing_query(code="TV-kg-2021-9999", reason="x", by=world.person("an").actor, at=world.at)


def test_seen_by_its_unit_and_the_parties_of_its_topic(world: World, topic: str) -> None:
    row = StandingQuery.rows.get(code=begin(world, topic))
    for who, sees in (("an", True), ("chi", True), ("giang", True), ("kim", True), ("dung", False), ("long", False)):
        actor = world.person(who).actor
        assert may(actor, "standing.see", row) is sees, who
        assert StandingQuery.objects.visible_to(actor).filter(pk=row.pk).exists() is sees, who
        assert bool(tokens_of("standing.see", [row])[row.pk] & tokens_held(actor)) is sees, who
    assert {circle.unit_id for circle in who_may("standing.see", row)} >= {world.unit("so-yte"), row.unit_id}


def test_what_is_looked_for_ends_with_its_topic(world: World) -> None:
    topic = plan_layer.propose(world, plan_layer.call_round(world)).topic
    code = begin(world, topic)
    plans.drop_topic(code=topic, reason="Không còn cần.", by=world.person("an").actor, at=world.at)
    row = StandingQuery.rows.get(code=code)
    assert (row.state, row.reason) == ("ENDED", "Vấn đề đã khép lại.")
    assert queries.hits("Phạt tàu cá", "") == ()
    with pytest.raises(Refused, match="đã khép lại"):
        begin(world, topic, "cua")


# ── what is found ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_story_is_told_once_however_many_articles_and_queries(world: World, topic: str) -> None:
    begin(world, topic)
    begin(world, topic, '"kiểm ngư"', title="Kiểm ngư")
    text = "Lực lượng kiểm ngư tỉnh Kiên Giang xử phạt 12 tàu cá trong tuần đầu tháng 8, thu về 900 triệu đồng."
    story = came(world, "Kiểm ngư phạt 12 tàu cá", text)
    for publisher in ("Báo A", "Báo B", "Báo C"):
        assert came(world, "Kiểm ngư phạt 12 tàu cá", text, publisher=publisher) == story
    assert Match.rows.count() == 8
    (entry,) = told()
    assert (entry.code, entry.dossier) == (story, topic)
    assert json.loads(entry.data)["words"] == ["tàu cá", "phạt"]


def test_it_is_told_to_the_keeper_and_the_parties(world: World, topic: str) -> None:
    begin(world, topic)
    came(world, "Phạt 12 tàu cá ở Kiên Giang")
    (notice,) = notices_on("story.matched")
    event = _event(world, topic)
    circles = {circle.unit_id for circle in notice.to(event)}
    assert circles == {world.unit("btg-tinh-uy"), world.unit("so-yte")}
    assert notice.thing(event).topic.code == topic
    assert notice.url(event) == f"/lam-viec/diem-tin/{event.code}/"


def _event(world: World, topic: str, **changed: Any) -> StoryMatched:
    values: dict[str, Any] = {
        "code": Story.rows.latest("pk").code,
        "dossier": topic,
        "title": "x",
        "publisher": "x",
        "query": StandingQuery.rows.get().code,
        "words": (),
        "is_at_once": False,
        "number": 1,
        "unit_ids": (world.unit("btg-tinh-uy"), world.unit("so-yte")),
    }
    return StoryMatched(**values | changed)


def test_a_flood_waits_for_the_morning(world: World, topic: str) -> None:
    begin(world, topic, is_at_once=True)
    (notice,) = notices_on("story.matched")
    subjects = ["đê biển", "cảng Tắc Cậu", "mực khô", "lưới kéo", "trạm bờ", "dầu máy", "phao cứu sinh"]
    for subject in subjects:
        came(world, f"Phạt tàu cá vì {subject}", f"Tin về {subject}: tàu cá bị phạt. {subject * 9}")
    numbers = [_number(entry) for entry in told()]
    assert numbers == [1, 2, 3, 4, 5, 6, 7]
    row = StandingQuery.rows.get()
    hows = [
        notice.how_at(_event(world, topic, number=number, is_at_once=True), row, {}, world.at) for number in numbers
    ]
    assert hows == [How.NORMAL] * 5 + [How.DIGEST] * 2  # never urgent: quiet hours hold
    assert notice.how_at(_event(world, topic), row, {}, world.at) is How.DIGEST
    came(world, "Phạt tàu cá vì đèn", "Hôm sau tàu cá bị phạt vì đèn hiệu.", at=world.at + timedelta(days=1))
    assert _number(told()[-1]) == 1


def _number(entry: Entry) -> int:
    return int(json.loads(entry.data)["number"])


def test_the_commune_that_is_named_is_the_place(world: World, topic: str) -> None:
    begin(world, topic)
    came(world, "Phạt tàu cá ở phường Vĩnh Thanh")
    came(world, "Phạt tàu cá neo sai chỗ", "Chuyện xảy ra ở Vĩnh Thanh đêm qua, tàu cá bị phạt.")
    assert [row.place for row in Match.rows.order_by("pk")] == ["kg.vinhthanh", "kg.vinhthanh"]


def test_stories_are_counted_by_day_topic_kind_and_place(world: World, topic: str) -> None:
    begin(world, topic)
    begin(world, topic, '"tàu cá"', title="Tàu cá")
    first = world.at.date()
    came(world, "Phạt tàu cá ở Vĩnh Thanh")
    came(world, "Phạt tàu cá ở Vĩnh Thanh", publisher="Báo B")
    came(
        world, "Thêm mười tàu cá phải nộp phạt vì thiếu giấy tờ", "Tàu cá thiếu giấy phép đánh bắt bị phạt trong tuần."
    )
    dropped = came(world, "Triển lãm ảnh tàu cá", "Ảnh chụp tàu cá bị phạt được trưng bày ở bảo tàng thành phố.")
    commands.drop_match(story=dropped, topic=topic, by=world.person("an").actor, at=world.at)
    came(world, "Hôm sau lại phạt tàu cá", "Đội tàu cá khác bị phạt do đi sai tuyến.", at=world.at + timedelta(days=1))
    count = DayCount
    assert queries.counts_by_day(first, first) == (
        count(first, topic, "", "kg", 1),
        count(first, topic, "", "kg.vinhthanh", 1),
    )
    after = first + timedelta(days=1)
    assert queries.counts_by_day(after, after) == (count(after, topic, "", "kg", 1),)
    assert queries.counts_by_day(date(2020, 1, 1), date(2020, 1, 2)) == ()


# ── what somebody says of it ────────────────────────────────────────────────────────────────────────────────


def test_not_about_the_topic_counts_against_the_query_and_stays_said(world: World, topic: str) -> None:
    code, an = begin(world, topic), world.person("an").actor
    right = came(world, "Phạt 12 tàu cá ở Kiên Giang")
    text = "Bảo tàng trưng bày ảnh tàu cá bị phạt trong thế kỷ trước, khách tham quan rất đông."
    wrong = came(world, "Ảnh tàu cá xưa", text)
    assert reading.standing_value(an, code).quality.precision is None
    commands.keep_match(story=right, topic=topic, by=an, at=world.at)
    commands.drop_match(story=wrong, topic=topic, by=an, at=world.at)
    commands.drop_match(story=wrong, topic=topic, by=an, at=world.at)  # twice is harmless
    assert came(world, "Ảnh tàu cá xưa", text, publisher="Báo B") == wrong
    quality = reading.standing_value(an, code).quality
    assert (quality.kept, quality.dropped, quality.unread, quality.precision) == (1, 1, 0, 0.5)
    assert [one.code for one in reading.stories_about(an, topic)[0]] == [right]
    assert len(told()) == 2  # the further article of what was dropped is no news
    commands.keep_match(story=wrong, topic=topic, by=an, at=world.at)  # and back
    assert reading.standing_value(an, code).quality.precision == 1.0


def test_also_about_it_counts_as_missed(world: World, topic: str) -> None:
    code, chi = begin(world, topic), world.person("chi").actor
    missed = came(world, "Ghe máy bị lập biên bản ở Rạch Giá")
    commands.keep_match(story=missed, topic=topic, by=chi, at=world.at)
    commands.keep_match(story=missed, topic=topic, by=chi, at=world.at)
    assert Match.rows.get().state == "ADDED"
    assert reading.standing_value(chi, code).quality.missed == 1
    assert [entry.kind for entry in Entry.rows.filter(code=missed, kind__startswith="match.")] == ["match.added"]
    commands.drop_match(story=missed, topic=topic, by=chi, at=world.at)
    assert reading.standing_value(chi, code).quality.missed == 0


def test_who_may_say_so(world: World, topic: str) -> None:
    begin(world, topic)
    story = came(world, "Phạt 12 tàu cá ở Kiên Giang")
    for who, refusal in (("dung", NotVisible), ("kim", NotAllowed), ("giang", NotAllowed), ("long", NotVisible)):
        with pytest.raises(refusal):
            commands.drop_match(story=story, topic=topic, by=world.person(who).actor, at=world.at)
    with pytest.raises(NotVisible):
        commands.drop_match(story="BA-kg-2021-999999", topic=topic, by=world.person("an").actor, at=world.at)
    other = came(world, "Giá lúa tăng")
    with pytest.raises(Refused, match="chưa được gắn"):
        commands.drop_match(story=other, topic=topic, by=world.person("an").actor, at=world.at)


def test_topics_of_a_story_are_told_to_who_may_see_them(world: World, topic: str) -> None:
    begin(world, topic)
    story = came(world, "Phạt 12 tàu cá ở Kiên Giang")
    (mark,) = queries.topics_of_stories(world.person("chi").actor, [story])[story]
    assert (mark.code, mark.words) == (topic, "tàu cá · phạt")
    assert queries.topics_of_stories(world.person("dung").actor, [story]) == {story: ()}


def test_no_column_for_a_person() -> None:
    for model in (StandingQuery, StandingQueryUnit, Match):
        names = {field.name for field in model._meta.get_fields()}
        assert not names & {"author", "person", "account", "writer", "opinion", "sentiment", "view"}, model


# ── what pages show ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_desk_works_by_its_forms(world: World, topic: str, an: Person, chi: Person, dung: Person) -> None:
    came(world, "Phạt 12 tàu cá ở Kiên Giang")
    form = {"topic": topic, "title": "Tàu cá", "expression": IUU}
    seen = an.client.post(f"{HERE}dat/", form | {"preview": "1"})
    assert seen.status_code == 200
    html = seen.content.decode()
    assert "1 chuyện trong 1 tin" in html
    assert "Phạt 12 tàu cá" in html
    assert not StandingQuery.rows.exists()
    bad = an.client.post(f"{HERE}dat/", form | {"expression": "(tàu"})
    assert bad.status_code == 422
    assert "Ngoặc mở ở ký tự thứ 1 chưa đóng." in bad.content.decode()
    made = an.client.post(f"{HERE}dat/", form)
    assert made.status_code == 302
    story = came(world, "Thêm tàu cá bị phạt", "Tàu cá bị phạt vì thiếu giám sát hành trình khi ra khơi.")
    html = an.client.get(made["Location"]).content.decode()
    assert "Vì có: tàu cá · phạt" in html
    assert "Không phải" in html
    judged = an.client.post(f"{HERE}chuyen/{story}/{topic}/khong-phai/", {"back": made["Location"]})
    assert judged["Location"] == made["Location"]
    assert "0 trong 1 chuyện đã xem là đúng vấn đề (0 %)" in an.client.get(made["Location"]).content.decode()
    away = an.client.post(f"{HERE}chuyen/{story}/{topic}/dung/", {"back": "https://xau.example/"})
    assert away["Location"] == f"{HERE}van-de/{topic}/"
    assert chi.client.get(made["Location"]).status_code == 200
    assert "Tạm dừng" not in chi.client.get(made["Location"]).content.decode()
    assert dung.client.get(made["Location"]).status_code == 404
    assert dung.client.get(f"{HERE}van-de/{topic}/").status_code == 404
    assert an.client.post(f"{made['Location']}tam-dung/", {"reason": ""}).status_code == 422
    assert an.client.post(f"{made['Location']}tam-dung/", {"reason": "Hết mùa"}).status_code == 302
    assert "Hết mùa" in an.client.get(made["Location"]).content.decode()
    assert an.client.post(f"{HERE}chuyen/{story}/sai/{topic}/").status_code == 404


def test_the_topic_shows_what_the_press_says(world: World, topic: str, an: Person) -> None:
    begin(world, topic)
    story = came(world, "Phạt 12 tàu cá ở Kiên Giang")
    html = an.client.get(f"/lam-viec/van-de/{topic}/").content.decode()
    assert f"/lam-viec/diem-tin/{story}/" in html
    assert "Câu tìm của vấn đề" in html
    assert all("matching" not in one.template for one in shown_on("topic", world.person("dung").actor, topic, world.at))
    html = an.client.get(f"/lam-viec/diem-tin/{story}/").content.decode()
    assert plan_layer.TITLE in html


def test_lists_grow_flat(world: World, topic: str, an: Person) -> None:
    code = begin(world, topic)
    came(world, "Phạt 12 tàu cá ở Kiên Giang")
    subjects = iter(["mắm", "muối", "khô", "nước", "lúa", "tôm", "cua", "ghẹ", "mực", "sò", "ốc", "hến"])

    def more_stories() -> None:
        for _time in range(4):
            word = next(subjects)
            came(world, f"Tàu cá chở {word} bị phạt", f"{word} " * 30 + "tàu cá bị phạt")

    grows_flat(an.client, f"{HERE}{code}/", more_stories)
    grows_flat(an.client, f"{HERE}van-de/{topic}/", more_stories)

    def more_queries() -> None:
        for number in range(4):
            begin(world, topic, f"tàu {number + 10}")

    grows_flat(an.client, HERE, more_queries)


def test_a_preview_says_how_much_it_looked_through(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for word in ("mắm", "muối", "khô"):
        came(world, f"Giá {word}", f"{word} " * 30)
    came(world, "Giá xăng", "xăng " * 30, at=world.at - timedelta(days=31))
    seen = reading.preview("giá", world.at)
    assert (seen.found, seen.looked_at, seen.is_cut, len(seen.stories)) == (3, 3, False, 3)
    monkeypatch.setattr(reading, "PREVIEW_MOST", 2)
    seen = reading.preview("giá", world.at)
    assert (seen.found, seen.looked_at, seen.is_cut) == (2, 2, True)
    assert reading.preview("@mucmotnang", world.at).fault


def test_search_and_reports_know_them(world: World, topic: str) -> None:
    code = begin(world, topic)
    story = came(world, "Phạt 12 tàu cá ở Kiên Giang")
    (row,) = queries.found_standings([code])
    assert (row.code, row.numbers) == (code, (topic,))
    assert queries.visible_standings(world.person("chi").actor, [code]) == {code}
    assert queries.visible_standings(world.person("dung").actor, [code]) == set()
    assert queries.standing_parties([code]) == {world.unit("btg-tinh-uy"), world.unit("so-yte")}
    scope = Scope("programme", "DT-kg-2021", "Đợt", 2021, world.unit("btg-tinh-uy"), (), (), (topic,))
    period = Period("2021", "year", date(2021, 1, 1), date(2021, 12, 31))
    value = queries.matching_section(world.person("an").actor, scope, period, date(2021, 12, 31))
    assert value is not None
    assert {figure.key: figure.rows for figure in value.figures} == {
        "matching.stories": (story,),
        "matching.handed": (),
        "matching.quoted": (),
    }
    assert [table.rows for table in value.tables] == [((plan_layer.TITLE, "1"),), (("Báo Kiên Giang", "1"),)]
    assert queries.matching_section(world.person("dung").actor, scope, period, date(2021, 12, 31)) is None
