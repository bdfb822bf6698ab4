"""The press digest: each story once, by topic, in the morning of its unit; approved, issued, the same for good."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from phoihop.ground.actor import Actor, Role
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.mail import commands as mail
from phoihop.mail.models import OutMail
from phoihop.organizations.models import Seat
from phoihop.press import commands, queries
from phoihop.press.models import DigestEntry, DigestSetting, DigestShare, Item, Match, PressDigest, Story
from phoihop.press.models import digests as tables
from phoihop.press.rules import digests as rules
from phoihop.press.states import digests as states
from tests.world import plans as plan_layer
from tests.world.build import LOADER, World
from tests.world.clippings import EXTRACT, TITLE, standing, story
from tests.world.flat import grows_flat

CLOCK = Actor.system("deadline-clock")
HERE = "/lam-viec/diem-bao/"
SOON = timedelta(minutes=30)


def topic(world: World) -> str:
    return plan_layer.notify(world).topic


def made(world: World, at: datetime | None = None, username: str = "ha") -> str:
    """The digest of the lead's office half an hour on."""
    at = at or world.at + SOON
    by = world.person(username).actor_at(at)
    return commands.make_digest(unit_id=by.unit_id or 0, by=by, at=at).code


def quoted(code: str) -> list[str]:
    return list(DigestEntry.rows.filter(digest__code=code).order_by("position").values_list("story", flat=True))


def arrange(world: World, **more: Any) -> None:
    values: dict[str, Any] = {"is_on": True, "hour": time(7), "by": world.person("binh").actor, "at": world.at}
    commands.set_digest(unit_id=world.unit("btg-tinh-uy"), **{**values, **more})


def reached_by_mail(world: World, unit: str = "so-yte", username: str = "chi") -> None:
    mail.add_address(
        unit_id=world.unit(unit),
        address=f"vanthu@{unit.replace('-', '')}.gov.vn",
        owner_post_id=Seat.rows.filter(account_id=world.accounts[username]).values_list("post_id", flat=True)[0],
        is_confirmed=True,
        by=LOADER,
        at=world.at,
    )


def issued(world: World, code: str) -> str:
    commands.approve_digest(code=code, by=world.person("binh").actor, at=world.at)
    commands.issue_digest(code=code, by=world.person("ha").actor, at=world.at)
    return code


# ── what is quoted ──────────────────────────────────────────────────────────────────────────────────────────


def test_each_story_once_with_its_outlets_counted(world: World) -> None:
    about = topic(world)
    told = story(world, about, publishers=("Báo Kiên Giang", "VnExpress", "Tuổi Trẻ"))
    entry = DigestEntry.rows.get(digest__code=made(world))
    assert (entry.story, entry.title, entry.publisher, entry.outlet_count) == (told, TITLE, "Báo Kiên Giang", 3)
    assert (entry.extract, entry.dossier) == (EXTRACT, about)
    assert entry.url.endswith("/0")
    row = PressDigest.rows.get()
    assert (row.story_count, row.item_count, row.more_count, row.made_by) == (1, 3, 0, "HAND")


def test_only_topics_the_unit_takes_part_in(world: World) -> None:
    about = topic(world)
    story(world, about)
    assert len(quoted(made(world))) == 1
    chi_side = commands.make_digest(unit_id=world.unit("so-yte"), by=CLOCK, at=world.at + SOON).code
    assert len(quoted(chi_side)) == 1
    outside = commands.make_digest(unit_id=world.unit("so-xaydung"), by=CLOCK, at=world.at + SOON).code
    assert quoted(outside) == []
    story(world, title="Chẳng khớp vấn đề nào")
    assert len(quoted(made(world, world.at + timedelta(days=1)))) == 0


def test_since_the_one_before_and_nothing_twice(world: World) -> None:
    about = topic(world)
    first = story(world, about)
    monday = made(world)
    tuesday = world.at + timedelta(days=1)
    again = Item.rows.filter(story__code=first).get()
    Match.rows.filter(item=again).update(matched_at=tuesday)  # matched anew: the story was quoted already
    second = story(world, about, title="Tin của ngày sau", at=tuesday)
    later = made(world, tuesday + SOON)
    assert (quoted(monday), quoted(later)) == ([first], [second])
    assert PressDigest.rows.get(code=later).since == PressDigest.rows.get(code=monday).until


def test_judged_not_about_the_topic_or_hidden_is_not_quoted(world: World) -> None:
    about = topic(world)
    wrong, hidden = story(world, about, title="Không phải"), story(world, about, title="Đã ẩn")
    Match.rows.filter(item__story__code=wrong).update(state="DROPPED")
    Story.rows.filter(code=hidden).update(state="HIDDEN")
    assert quoted(made(world)) == []


def test_put_to_a_topic_by_hand_is_quoted(world: World) -> None:
    about = topic(world)
    told = story(world)
    item = Item.rows.get(story__code=told)
    Match.rows.create(
        item=item,
        topic_id=standing(world, about).topic_id,
        query=None,
        place="kg",
        state="ADDED",
        matched_at=world.at + timedelta(minutes=1),
    )
    assert quoted(made(world)) == [told]


def test_one_a_day_and_dropped_may_be_made_anew(world: World) -> None:
    about = topic(world)
    story(world, about)
    code = made(world)
    story(world, about, title="Vừa đến", at=world.at + timedelta(minutes=40))
    assert made(world, world.at + timedelta(hours=1)) == code
    commands.drop_digest(code=code, by=world.person("ha").actor, at=world.at)
    again = made(world, world.at + timedelta(hours=1))
    assert again != code
    assert len(quoted(again)) == 2
    with pytest.raises(NotVisible):
        queries.press_digest(world.person("ha").actor, code)


def test_no_author_and_no_sentiment_has_a_column() -> None:
    fields = {field.name for model in vars(tables).values() if hasattr(model, "_meta") for field in model._meta.fields}
    assert not {name for name in fields if re.search("author|person|sentiment|opinion|attitude|score|byline", name)}
    assert tables.DigestEntry._meta.get_field("extract").max_length == 300


# ── the order, pure ─────────────────────────────────────────────────────────────────────────────────────────

T0 = datetime.fromisoformat("2021-08-02T07:00:00+07:00")


def article(told: str, publisher: str, minutes: int = 0, extract: str = "x") -> rules.Article:
    return rules.Article(told, publisher, f"https://{told}/{publisher}", told, extract, T0 + timedelta(minutes=minutes))


def test_topics_with_more_stories_first_and_stories_of_more_outlets_first() -> None:
    matches = [
        rules.Matched("b1", "VD-b", "Việc B", T0),
        rules.Matched("a1", "VD-a", "Việc A", T0),
        rules.Matched("a2", "VD-a", "Việc A", T0),
        rules.Matched("a2", "VD-b", "Việc B", T0 + timedelta(minutes=1)),
    ]
    articles = [article("b1", "P"), article("a1", "P"), article("a2", "P", 5), article("a2", "Q", 1, "")]
    found = rules.compiled(matches, articles)
    assert [one.story for one in found.entries] == ["a2", "a1", "b1"]
    first = found.entries[0]
    assert (first.also, first.outlets, first.publisher, first.extract) == (("Việc B",), ("Q", "P"), "Q", "x")
    assert (found.articles, found.more) == (4, 0)
    assert rules.compiled(matches, articles, most=2).more == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["VD-1", "VD-2"]), st.integers(0, 9)), max_size=20),
    st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("PQR"), st.integers(0, 9)), max_size=20),
    st.randoms(use_true_random=False),
)
def test_every_story_once_whatever_the_order_of_rows(matched: Any, told: Any, random: Any) -> None:
    matches = [rules.Matched(one, code, code, T0 + timedelta(minutes=place)) for one, code, place in matched]
    articles = [article(one, publisher, place) for one, publisher, place in told]
    found = rules.compiled(matches, articles)
    stories = [one.story for one in found.entries]
    assert sorted(stories) == sorted({one for one, _code, _at in matched} & {one for one, _p, _at in told})
    assert all(len(set(one.outlets)) == len(one.outlets) >= 1 for one in found.entries)
    random.shuffle(matches)
    random.shuffle(articles)
    assert rules.compiled(matches, articles) == found


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=700))
def test_an_extract_is_never_longer(text: str) -> None:
    cut = rules.short(text)
    assert len(cut) <= 300
    assert cut == " ".join(text.split()) or cut.endswith("…")


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_paper_keeps_vietnamese_and_drops_pictures(text: str) -> None:
    assert rules.on_paper(f"Đặc khu Phú Quốc: {EXTRACT}") == f"Đặc khu Phú Quốc: {EXTRACT}"
    assert rules.on_paper("Bão số 5 🌀🔴 “áp sát” – 50%") == "Bão số 5 “áp sát” – 50%"
    assert rules.on_paper(rules.on_paper(text)) == rules.on_paper(text)


@pytest.mark.parametrize(
    ("to", "expected"),
    [("up", "bacd"), ("down", "acbd"), ("top", "bacd")],
)
def test_moving_the_second(to: str, expected: str) -> None:
    assert "".join(rules.moved("abcd", "b", to)) == expected
    assert rules.moved("abcd", "a", "up") == list("abcd")
    assert rules.moved("abcd", "d", "down") == list("abcd")


# ── put in order, approved, issued ──────────────────────────────────────────────────────────────────────────


def test_an_editor_reorders_leaves_out_and_notes(world: World) -> None:
    about = topic(world)
    told = [story(world, about, title=f"Tin {n}", at=world.at + timedelta(minutes=n)) for n in range(3)]
    code, ha = made(world), world.person("ha").actor
    assert quoted(code) == told
    commands.move_entry(code=code, story=told[2], to="top", by=ha, at=world.at)
    commands.leave_out(code=code, story=told[1], is_left_out=True, by=ha, at=world.at)
    commands.note_story(code=code, story=told[0], note="Sở đã kiểm tra ngày 1/8.", by=ha, at=world.at)
    commands.note_story(code=code, story=told[0], note="Sở đã kiểm tra ngày 1/8.", by=ha, at=world.at)
    assert quoted(code) == [told[2], told[0], told[1]]
    issued(world, code)
    reader = queries.press_digest(world.person("an").actor, code)
    assert (reader.left_out, reader.line.stories) == (1, 2)
    assert Entry.rows.filter(kind="press.digest_edited").count() == 3
    with pytest.raises(Refused, match="không còn là bản nháp"):
        commands.note_story(code=code, story=told[0], note="", by=ha, at=world.at)


def test_a_note_passes_the_guard(world: World) -> None:
    told = story(world, topic(world))
    code, ha = made(world), world.person("ha").actor
    with pytest.raises(Refused, match="Bộ lọc bảo mật"):
        commands.note_story(code=code, story=told, note="Độ mật: TUYỆT MẬT. Kế hoạch.", by=ha, at=world.at)
    with pytest.raises(Refused, match="quá 1000"):
        commands.note_story(code=code, story=told, note="x" * 1001, by=ha, at=world.at)
    with pytest.raises(NotVisible):
        commands.note_story(code=code, story="BA-kg-2021-999999", note="x", by=ha, at=world.at)
    assert not DigestEntry.rows.get(digest__code=code).note


def test_approved_before_it_goes_out(world: World) -> None:
    story(world, topic(world))
    code, ha = made(world), world.person("ha").actor
    with pytest.raises(Refused, match="chưa được duyệt"):
        commands.issue_digest(code=code, by=ha, at=world.at)
    with pytest.raises(NotAllowed):
        commands.approve_digest(code=code, by=world.person("an").actor, at=world.at)
    commands.approve_digest(code=code, by=world.person("binh").actor, at=world.at)
    commands.return_digest(code=code, reason="Thiếu ghi chú", by=world.person("minh").actor, at=world.at)
    assert PressDigest.rows.get().state == "DRAFT"
    issued(world, code)
    assert PressDigest.rows.get().state == "ISSUED"
    with pytest.raises(Refused, match="đã phát hành"):
        commands.issue_digest(code=code, by=ha, at=world.at)
    with pytest.raises(Refused, match="đã phát hành"):
        commands.drop_digest(code=code, by=ha, at=world.at)


def test_it_goes_to_its_readers_with_a_mail_where_there_is_an_address(world: World) -> None:
    reached_by_mail(world)
    arrange(world, reader_ids=[world.unit("so-yte"), world.unit("so-xaydung")])
    told = story(world, topic(world), publishers=("Báo <b>Kiên Giang</b>", "VnExpress"))
    code = made(world)
    assert queries.visible_digests(world.person("dung").actor, [code]) == set()
    commands.note_story(code=code, story=told, note="Đã xác minh.", by=world.person("ha").actor, at=world.at)
    issued(world, code)
    shares = dict(DigestShare.rows.values_list("unit_id", "is_mailed"))
    assert shares == {world.unit("so-yte"): True, world.unit("so-xaydung"): False}
    sent = OutMail.rows.get(key=f"{code}/{world.unit('so-yte')}")
    raw = bytes(sent.message)
    assert raw.count(b"Content-Type: text/plain") == raw.count(b"Content-Type: text/html") == 1
    assert queries.visible_digests(world.person("dung").actor, [code]) == {code}
    assert OutMail.rows.count() == 1


def test_the_mail_says_what_the_page_says_and_escapes_it(world: World) -> None:
    from phoihop.press.queries.digest_letters import mail_of

    story(world, topic(world), title="Tin <script>alert(1)</script>", publishers=("Báo A", "Báo B"))
    letter = mail_of(PressDigest.rows.get(code=made(world)))
    assert EXTRACT in letter.text
    assert EXTRACT in letter.html
    assert "Báo A" in letter.text
    assert "cùng đưa tin: Báo B (2 cơ quan báo chí)" in letter.text
    assert "<script>" not in letter.html
    assert "&lt;script&gt;" in letter.html
    assert "https://bao.example/" in letter.text


def test_an_empty_day_says_so_and_goes_to_nobody(world: World) -> None:
    reached_by_mail(world)
    arrange(world, reader_ids=[world.unit("so-yte")])
    code = issued(world, made(world))
    assert "không có tin báo mới" in queries.press_digest(world.person("an").actor, code).summary
    assert (DigestShare.rows.count(), OutMail.rows.count()) == (0, 0)
    arrange(world, reader_ids=[world.unit("so-yte")], sends_empty=True)
    issued(world, made(world, world.at + timedelta(days=1)))
    assert (DigestShare.rows.count(), OutMail.rows.count()) == (1, 1)


def test_a_reader_leaves(world: World) -> None:
    arrange(world, reader_ids=[world.unit("so-yte")])
    story(world, topic(world))
    code = issued(world, made(world))
    long = world.add_person("thu", "so-yte", [Role.CLERK])
    with pytest.raises(NotAllowed):
        commands.leave_digest(code=code, by=world.person("chi").actor, at=world.at)
    commands.leave_digest(code=code, by=long.actor, at=world.at)
    commands.leave_digest(code=code, by=long.actor, at=world.at)
    assert queries.digest_setting(world.person("ha").actor).readers == ()
    assert Entry.rows.filter(kind="digest.reader_left").count() == 1
    assert queries.visible_digests(long.actor, [code]) == {code}  # what it was sent it keeps


def test_settings_are_refused(world: World) -> None:
    with pytest.raises(Refused, match="cơ quan khác"):
        arrange(world, reader_ids=[world.unit("btg-tinh-uy")])
    with pytest.raises(Refused, match="cơ quan khác"):
        arrange(world, reader_ids=[99_999])
    with pytest.raises(NotAllowed):
        arrange(world, by=world.person("an").actor)
    assert not DigestSetting.rows.exists()
    arrange(world)
    arrange(world)
    assert Entry.rows.filter(kind="digest.setting_changed").count() == 1


# ── the clock ───────────────────────────────────────────────────────────────────────────────────────────────

MONDAY = datetime.fromisoformat("2021-08-02T00:00:00+07:00")


def tick(day: int, hour: int, minute: int = 0) -> int:
    at = MONDAY + timedelta(days=day - 2, hours=hour, minutes=minute)
    return commands.tick_digests(by=CLOCK, at=at)


def test_the_clock_makes_it_once_at_the_hour_of_the_unit(world: World) -> None:
    arrange(world, hour=time(6, 30))
    assert [tick(3, 6, 29), tick(3, 6, 30), tick(3, 6, 31), tick(3, 18)] == [0, 1, 0, 0]
    row = PressDigest.rows.get()
    assert (row.made_by, row.state, row.day) == ("CLOCK", "DRAFT", date(2021, 8, 3))
    assert tick(4, 15) == 1  # the machine stood still in the morning


def test_days_off_only_where_the_unit_wants_them(world: World) -> None:
    arrange(world)
    assert [tick(7, 8), tick(8, 8)] == [0, 0]  # Saturday, Sunday
    arrange(world, on_days_off=True)
    assert [tick(7, 9), tick(8, 9), tick(9, 9)] == [1, 1, 1]


def test_monday_looks_back_over_the_weekend(world: World) -> None:
    arrange(world)
    about = topic(world)
    assert tick(6, 7) == 1
    saturday = story(world, about, at=MONDAY + timedelta(days=5, hours=20))
    tick(7, 8)
    tick(9, 7)
    assert quoted(PressDigest.rows.get(day=date(2021, 8, 9)).code) == [saturday]


def test_it_goes_out_by_itself_only_where_the_unit_says_so(world: World) -> None:
    reached_by_mail(world)
    story(world, topic(world))
    arrange(world, reader_ids=[world.unit("so-yte")], issues_itself=True)
    assert tick(3, 7) == 1
    assert PressDigest.rows.get().state == "ISSUED"
    assert OutMail.rows.count() == 1
    arrange(world, reader_ids=[world.unit("so-yte")], is_on=False, issues_itself=True)
    assert tick(4, 7) == 0


def test_an_ended_unit_is_passed_over(world: World) -> None:
    from phoihop.organizations import commands as organizations

    commands.set_digest(unit_id=world.unit("so-xaydung"), is_on=True, hour=time(7), by=LOADER, at=world.at)
    organizations.end_unit(
        unit_id=world.unit("so-xaydung"), on_date=date(2021, 8, 3), reason="Sáp nhập", by=LOADER, at=world.at
    )
    assert tick(4, 8) == 0
    assert not PressDigest.rows.exists()


def test_the_room_ticks_it(world: World) -> None:
    arrange(world)
    commands.tick(by=CLOCK, at=MONDAY + timedelta(days=1, hours=8))
    assert PressDigest.rows.filter(day=date(2021, 8, 3)).count() == 1


# ── paper ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.once
def test_docx_and_pdf_are_the_same_every_time(world: World) -> None:
    about = topic(world)
    story(world, about, title="Dịch bệnh 🔴 lan sang xã Vĩnh Thanh", publishers=("Báo Kiên Giang", "VnExpress"))
    code, an = made(world), world.person("an").actor
    issued(world, code)
    first = {kind: commands.render_digest(code=code, kind=kind, by=an, at=world.at) for kind in ("docx", "pdf")}
    later = world.at + timedelta(days=40)
    for kind, content in first.items():
        assert commands.render_digest(code=code, kind=kind, by=an, at=later) == content
    text = zipfile.ZipFile(io.BytesIO(first["docx"])).read("word/document.xml").decode()
    for words in ("ĐIỂM BÁO", "Dịch bệnh lan sang xã Vĩnh Thanh", "VnExpress", "https://bao.example/", "nơi đã đăng"):
        assert words in text
    assert first["pdf"].startswith(b"%PDF-")
    with pytest.raises(NotVisible):
        commands.render_digest(code=code, kind="pdf", by=world.person("dung").actor, at=world.at)
    with pytest.raises(NotVisible):
        commands.render_digest(code=code, kind="exe", by=an, at=world.at)


def test_a_day_too_long_for_paper_counts_what_is_left(world: World) -> None:
    from phoihop.press.queries.digest_letters import letter_of

    about = topic(world)
    for place in range(3):
        story(world, about, title=f"Tin {place}")
    code = made(world)
    row = PressDigest.rows.get(code=code)
    entry = DigestEntry.rows.filter(digest=row).order_by("position")[0]
    more = [
        DigestEntry(
            digest=row,
            position=10 + place,
            dossier=entry.dossier,
            topic=entry.topic,
            story=f"BA-x-{place}",
            title="t" * 300,
            publisher="p" * 200,
            url="https://x.example/" + "u" * 400,
            extract="e" * 300,
            published_at=world.at,
            outlets="p",
            outlet_count=1,
            note="n" * 1000,
        )
        for place in range(400)
    ]
    DigestEntry.rows.bulk_create(more)
    body = letter_of(row).body
    size = sum(len(part if isinstance(part, str) else part.text) for part in body)
    assert size < 200_000
    assert any("tin không in hết trên giấy" in str(part) for part in body)


# ── pages ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_from_the_list_to_issued_by_the_pages(world: World) -> None:
    about = topic(world)
    told = [story(world, about, title=f"Tin {n}", at=world.at - timedelta(minutes=30 - n)) for n in range(2)]
    ha, binh = world.person("ha").client, world.person("binh").client
    assert ha.post(f"{HERE}lam/").status_code == 302
    code = PressDigest.rows.get().code
    page = ha.get(f"{HERE}{code}/").content.decode()
    assert "Tin 0" in page
    assert "chuyen-tra-loi/chuyen/" in page
    moved = ha.post(f"{HERE}{code}/tin/{told[1]}/", {"do": "top", "version": "1"})
    assert moved["Location"] == f"{HERE}{code}/#{told[1]}"
    assert quoted(code) == [told[1], told[0]]
    assert ha.post(f"{HERE}{code}/tin/{told[1]}/", {"do": "out", "version": "1"}).status_code == 409
    assert ha.post(f"{HERE}{code}/tin/{told[1]}/", {"do": "nowhere"}).status_code == 422
    assert ha.post(f"{HERE}{code}/tin/{told[0]}/", {"do": "out"}).status_code == 302
    note = ha.get(f"{HERE}{code}/tin/{told[1]}/ghi-chu/")
    assert note.status_code == 200
    assert ha.post(f"{HERE}{code}/tin/{told[1]}/ghi-chu/", {"note": "Đã rõ"}).status_code == 302
    assert binh.post(f"{HERE}{code}/duyet/").status_code == 302
    assert binh.get(f"{HERE}{code}/tra-lai/").status_code == 200
    assert ha.get(f"{HERE}{code}/tin/{told[1]}/ghi-chu/").status_code == 403
    assert binh.post(f"{HERE}{code}/phat-hanh/").status_code == 302
    page = binh.get(f"{HERE}{code}/").content.decode()
    assert "Đã rõ" in page
    assert "Trưởng ban" in page
    assert "1 tin bỏ ra" in page
    assert ha.get(f"{HERE}{code}/tai/docx/")["Content-Disposition"] == f'attachment; filename="{code}.docx"'


def test_how_it_is_made_by_the_page(world: World) -> None:
    ha = world.person("ha").client
    yte = str(world.unit("so-yte"))
    values = {"is_on": "on", "hour": "06:45", "readers": [yte], "find": ""}
    assert ha.get(f"{HERE}cach-lam/").status_code == 200
    assert ha.post(f"{HERE}cach-lam/", {**values, "find": "xây dựng", "search": "1"}).status_code == 200
    assert not DigestSetting.rows.exists()
    assert ha.post(f"{HERE}cach-lam/", values).status_code == 302
    row = DigestSetting.rows.get()
    assert (row.hour, row.is_on, row.issues_itself) == (time(6, 45), True, False)
    assert ha.post(f"{HERE}cach-lam/", {**values, "hour": "25:00"}).status_code == 422
    assert world.person("an").client.get(f"{HERE}cach-lam/").status_code == 403


def test_the_archive_is_searched_and_grows_flat(world: World) -> None:
    about = topic(world)
    story(world, about, title="Cháy chợ đêm Dương Đông")
    first = made(world)
    an = world.person("an").actor
    assert [line.code for line in queries.press_digests(an, text="duong dong").lines] == [first]
    assert queries.press_digests(an, text="hội nghị").lines == ()
    assert [line.code for line in queries.press_digests(an, day=date(2021, 8, 2)).lines] == [first]
    assert queries.press_digests(an, show="sent").lines == ()

    def more() -> None:
        for days in range(1, 5):
            at = world.at + timedelta(days=days)
            story(world, about, title=f"Tin ngày {days}", at=at)
            made(world, at + SOON)

    client = world.person("an").client
    grows_flat(client, HERE, more)
    page = queries.press_digests(an, limit=3)
    assert len(page.lines) == 3
    assert [line.code for line in queries.press_digests(an, after=page.next).lines][-1] == first


def test_a_digest_costs_the_same_however_long(world: World) -> None:
    about = topic(world)
    story(world, about, title="Một tin")
    code = made(world)
    client = world.person("ha").client

    def more() -> None:
        row = PressDigest.rows.get(code=code)
        entry = DigestEntry.rows.get(digest=row)
        DigestEntry.rows.bulk_create(
            DigestEntry(
                digest=row,
                position=place,
                dossier=entry.dossier,
                topic=entry.topic,
                story=f"BA-kg-2021-9{place}",
                title=f"Tin {place}",
                publisher="P",
                published_at=world.at,
                outlets="P",
                outlet_count=1,
            )
            for place in range(10, 40)
        )

    grows_flat(client, f"{HERE}{code}/", more)


def test_compiling_takes_the_same_queries_whatever_the_number(world: World) -> None:
    about = topic(world)
    story(world, about)
    by = world.person("ha").actor

    def cost(at: datetime) -> int:
        with CaptureQueriesContext(connection) as taken:
            commands.make_digest(unit_id=by.unit_id or 0, by=by, at=at)
        return len(taken)

    one = cost(world.at + SOON)
    tomorrow = world.at + timedelta(days=1)
    for place in range(30):
        story(world, about, title=f"Tin {place}", publishers=("A", "B"), at=tomorrow)
    assert cost(tomorrow + SOON) <= one + 1


def test_search_keeps_headlines(world: World) -> None:
    story(world, topic(world), title="Cháy chợ đêm")
    code = made(world)
    row = queries.found_digests([code])[0]
    assert "Cháy chợ đêm" in row.text
    assert row.title == "Điểm báo ngày 2/8/2021"
    assert queries.digest_codes("", 5) == [code]
    assert world.unit("btg-tinh-uy") in queries.digest_parties([code])
    assert [one.code for one in queries.digest_waits([world.unit("btg-tinh-uy")], world.at)] == [code]


def test_states_lead_somewhere() -> None:
    assert {follow for row in states.DIGEST.values() for follow in row.values()} <= set(states.DIGEST)
