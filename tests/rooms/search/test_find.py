"""Finding: what is typed in all its ways, in the right order, among what the reader may see and nothing else."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from phoihop.agreements import commands as agreements
from phoihop.documents.queries.items import opening
from phoihop.ground.powers import kind_of, may
from phoihop.ground.sheet import finders
from phoihop.organizations import commands as organizations
from phoihop.organizations.models import Unit
from phoihop.plans.models import Topic
from phoihop.search.outside import index as engine
from phoihop.search.queries import ON_A_PAGE, Filters, find, suggest
from tests.world import plans
from tests.world.build import LOADER
from tests.world.dispatches import send
from tests.world.everything import everything

PEOPLE = ("an", "binh", "chi", "dung", "giang", "ha", "kim", "long", "minh")


LETTERS = Filters(kind="dispatch")  # each letter also opens an obligation to acknowledge it, which says the same


def codes(actor, text, filters=None, **more):
    return [thing.code for thing in find(actor, text, filters, **more).things]


def title(thing):
    return "".join(segment.text for segment in thing.title)


@pytest.fixture
def letters(world, index):
    """Letters by the names the tests use: subject and body make the difference."""

    def make(**subjects):
        found = {}
        for name, words in subjects.items():
            subject, _sep, body = words.partition("\n")
            found[name] = send(world, subject=subject, body=body)
        index()
        return found

    return make


# ── nothing that may not be seen ────────────────────────────────────────────────────────────────────────────


def findable(actor, kind, thing):
    """Who sees a thing finds it; but a document only who may open it, since a snippet shows its text, and no draft; and
    no story of the press that was hidden or merged into another."""
    if kind.name == "document":
        return thing.state != "DRAFT" and may(actor, opening(thing), thing)
    if kind.name == "story" and thing.state != "SHOWN":
        return False
    return may(actor, kind.see, thing)


@pytest.mark.slow
def test_nothing_invisible_shows_anywhere(world, index):
    """Over one of everything and the whole cast: hits, counts and facets are what may be seen, and all of it."""
    everything(world)
    index()
    models = {kind_of(model).name: model for model in _models()}
    kinds = [finder.kind for finder in finders()]
    for name in PEOPLE:
        actor = world.person(name).actor
        seen = {
            kind: {t.code for t in models[kind]._base_manager.all() if findable(actor, kind_of(models[kind]), t)}
            for kind in kinds
        }
        for kind in kinds:
            found = find(actor, "", Filters(kind=kind), limit=1000)
            assert {thing.code for thing in found.things} == seen[kind], (name, kind)
            assert found.total == len(seen[kind])
            assert dict(found.facets.get("kind", ())) == ({kind: len(seen[kind])} if seen[kind] else {})
        every = find(actor, "", Filters(from_day=1), limit=1000)
        dated = [row for row in _all_rows(actor) if row.date]
        assert every.total == len(dated)
        for field, values in (("year", [row.date[:4] for row in dated]), ("type", [row.type for row in dated])):
            assert dict(every.facets.get(field, ())) == {v: values.count(v) for v in set(values) if v}
        for beginning in ("p", "s", "k", "t", "phong ch", "so"):
            suggested = {(one.kind, one.code) for one in suggest(actor, beginning)}
            assert suggested <= {(kind, code) for kind, own in seen.items() for code in own}


def _models():
    from tests.rooms.search.test_tokens import SCOPED

    return SCOPED


def _all_rows(actor):
    """What the rooms themselves say is this reader's."""
    rows = []
    for finder in finders():
        own = finder.codes("", 10_000)
        seen = finder.visible(actor, own)
        rows += [row for row in finder.build(own) if row.code in seen]
    return rows


def test_outsiders_find_nothing_of_it(world, index, dung, long, khach):
    plans.begin(world)
    index()
    for person in (dung, long, khach):
        found = find(person.actor, "phòng chống dịch")
        assert (found.total, found.things, found.facets, found.next) == (0, (), {}, None)
        assert suggest(person.actor, "phòng ch") == []
        assert find(person.actor, "VD-kg-2021-0001").total == 0


def test_what_has_gone_since_is_neither_shown_nor_counted(world, index, an):
    """The index may be a second behind; the room is asked before anything is shown."""
    year = plans.begin(world)
    index()
    before = find(an.actor, "phòng chống dịch")
    world_elsewhere = world.unit("so-xaydung")
    Topic.rows.filter(code=year.topic).update(lead_id=world_elsewhere, partner_id=world_elsewhere)
    after = find(an.actor, "phòng chống dịch")
    assert year.topic in [thing.code for thing in before.things]
    assert year.topic not in [thing.code for thing in after.things]
    assert after.total == before.total - 1


# ── Vietnamese ──────────────────────────────────────────────────────────────────────────────────────────────


TYPED = (
    "hòa giải ở cơ sở",
    "hoà giải ở cơ sở",
    "hoa giai o co so",
    "HÒA GIẢI",
    unicodedata.normalize("NFD", "hòa giải"),
    "hòa\u200b giải",
    '"hòa giải ở cơ sở"',
    '"hoa giai o co so"',
    "giải hòa",
    "hòa OR chiến",
    "hòa -chiến",
    "hòa giải của cơ sở",
)


def test_typed_in_any_way(letters, an):
    made = letters(one="Công tác hòa giải ở cơ sở", two="Việc khác hẳn\nchiến dịch")
    for typed in TYPED:
        found = codes(an.actor, typed)
        assert made["one"] in found, typed
        assert (made["two"] in found) == ("OR" in typed), typed


def test_marks_decide_the_order_and_loosen_nothing(letters, an):
    made = letters(raised="Đã nâng mức hỗ trợ", city="Đoàn công tác Đà Nẵng", other="Việc khác hẳn")
    for typed, first in (("đà nẵng", "city"), ("đã nâng", "raised"), ("Ðà Nẵng", "city"), ("da nang", None)):
        found = codes(an.actor, typed, LETTERS)
        assert set(found) == {made["raised"], made["city"]}
        assert first is None or found[0] == made[first], typed


def test_exact_marks_in_the_text_come_before_folded_ones_in_the_title(letters, an):
    made = letters(folded="Đã nâng đã nâng", exact="Đoàn công tác\nvề thăm thành phố Đà Nẵng")
    assert codes(an.actor, "đà nẵng", LETTERS) == [made["exact"], made["folded"]]


def test_y_and_i_are_two_letters(letters, an):
    made = letters(quý="Thư về quý một", quí="Thư về quí vị", lý="Thư về lý do", lí="Thư về lí do")
    for typed in ("quý", "quí", "lý", "lí"):
        assert codes(an.actor, f'"{typed}"', LETTERS) == [made[typed]]


def test_abbreviations_find_their_meaning_and_the_other_way(letters, an):
    made = letters(
        ubnd="Ý kiến của UBND xã",
        old="Ý kiến của Uỷ ban nhân dân phường",
        ktxh="Phát triển KT-XH",
        economy="Phát triển kinh tế - xã hội",
        gd="Ngành GD&ĐT",
        school="Ngành giáo dục và đào tạo",
        ttg="Chỉ đạo của TTg",
        hdnd="Nghị quyết của HĐND",
        tt="Gửi kèm TT 01",
        circular="Gửi kèm thông tư và thông tri",
    )
    for typed, names in {
        '"ủy ban nhân dân"': {"ubnd", "old"},
        "uỷ ban nhân dân xã": {"ubnd"},
        '"uy ban nhan dan"': {"ubnd", "old"},
        "UBND phường": {"old"},
        "ubnd": {"ubnd", "old"},
        "kinh tế xã hội": {"ktxh", "economy"},
        "KT-XH": {"ktxh", "economy"},
        "ktxh": {"ktxh", "economy"},
        "giáo dục và đào tạo": {"gd", "school"},
        "GD&ĐT": {"gd", "school"},
        "gdđt": {"gd", "school"},
        "thủ tướng": {"ttg"},
        '"hội đồng nhân dân"': {"hdnd"},
        "TT": {"tt"},  # thông tư, thông tri, trung tâm: two meanings, so only itself
    }.items():
        assert set(codes(an.actor, typed, LETTERS)) == {made[name] for name in names}, typed


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_number_is_found_first_however_it_is_typed(world, index, an):
    agreements.record_mandate(
        number="238-QĐ/TW", kind="decision", issuer_id=world.unit("btv-tinh-uy"), by=LOADER, at=world.at
    )
    for subject in ("Thực hiện Quyết định số 238-QĐ/TW", "Có 238 đại biểu dự họp 238", "Quyết định 239-QĐ/TW"):
        send(world, subject=subject, body=subject)
    index()
    for typed in ("238-QĐ/TW", "238-QĐTW", "238 – QĐ/TW", "238 QĐ/TW", "238-qd/tw", "238qđtw", "238"):
        found = find(an.actor, typed)
        assert title(found.things[0]).startswith("Quyết định 238-QĐ/TW"), typed
        assert not any("239" in title(thing) for thing in found.things), typed


def test_codes_and_symbols_are_found(world, index, an):
    year = plans.begin(world)
    letter = send(world, subject="Gửi kế hoạch", body="Kèm Kế hoạch số 45/KH-SYT ngày 1/8/2021")
    index()
    assert codes(an.actor, year.topic)[0] == year.topic
    assert codes(an.actor, year.topic.lower())[0] == year.topic
    for typed in ("45/KH-SYT", "KH-SYT", "kh-syt"):
        assert codes(an.actor, typed, LETTERS) == [letter]


# ── units: names of before and after ────────────────────────────────────────────────────────────────────────


def merge(world):
    """A department goes over into a new one; what was the old one's stays its own on record."""
    heir = world.add_unit("so-nnmt", "Sở Nông nghiệp và Môi trường tỉnh An Giang")
    organizations.record_succession(
        from_unit_id=world.unit("so-nnptnt"),
        to_unit_id=heir,
        kind="merge",
        on_date=date(2021, 8, 1),
        legal_basis="Nghị quyết 202/2025/QH15",
        by=LOADER,
        at=world.at,
    )
    return heir


def test_an_old_name_finds_what_the_heir_does_and_the_heirs_filter_what_was_the_old_ones(world, index, an):
    before = send(world, by="an", to=["so-nnptnt"], subject="Thư gửi sở cũ")
    index()
    heir = merge(world)
    after = send(world, by="an", to=["so-nnmt"], subject="Thư gửi sở mới")
    index()
    assert set(codes(an.actor, "nông nghiệp và phát triển nông thôn", LETTERS)) == {before, after}
    assert set(codes(an.actor, "sở nông nghiệp và môi trường", LETTERS)) == {after}
    assert set(codes(an.actor, "", filters=Filters(kind="dispatch", unit_id=heir))) == {before, after}
    assert codes(an.actor, "", filters=Filters(kind="dispatch", unit_id=world.unit("so-nnptnt"))) == [before]
    found = find(an.actor, "", LETTERS)
    assert dict(found.facets["unit"])[str(heir)] == 2


def test_a_new_name_is_found_on_what_the_unit_had_already(world, index, an):
    letter = send(world, by="an", to=["so-xaydung"], subject="Thư về đường sá")
    index()
    row = Unit.rows.get(pk=world.unit("so-xaydung"))
    organizations.amend_unit(
        unit_id=row.pk,
        name="Sở Hạ tầng đô thị",
        kind=row.kind,
        level=row.level,
        parent_id=row.parent_id,
        by=LOADER,
        at=world.at,
    )
    index()
    assert letter in codes(an.actor, "hạ tầng đô thị")


# ── filters, order, pages ───────────────────────────────────────────────────────────────────────────────────


def test_filters_and_facets(world, index, an):
    year = plans.begin(world)
    index()
    every = find(an.actor, "phòng chống dịch")
    by_kind = dict(every.facets["kind"])
    assert by_kind["topic"] == 1
    for kind, count in by_kind.items():
        assert find(an.actor, "phòng chống dịch", Filters(kind=kind)).total == count
    for value, count in every.facets["type"]:
        assert find(an.actor, "phòng chống dịch", Filters(type=value)).total == count
    for value, count in every.facets["unit"]:
        assert find(an.actor, "phòng chống dịch", Filters(unit_id=int(value))).total == count
    assert find(an.actor, "phòng", Filters(kind="topic", year="2020")).total == 0
    assert codes(an.actor, "phòng", filters=Filters(kind="topic", from_day=20210801, to_day=20210831)) == [year.topic]
    assert find(an.actor, "phòng", Filters(kind="topic", to_day=20210101)).total == 0


def test_newest_first(world, index, an):
    old = send(world, subject="Thư về đê điều đê điều")
    new = send(world, subject="Thư về đê điều", at=world.at.replace(day=20))
    index()
    found = find(an.actor, "đê điều", LETTERS, is_newest_first=True)
    assert [thing.code for thing in found.things] == [new, old]


def test_pages_hang_together(world, index, an):
    made = {send(world, subject=f"Thư hàng ngày số {n}") for n in range(ON_A_PAGE + 5)}
    index()
    first = find(an.actor, "thư hàng ngày", LETTERS)
    second = find(an.actor, "thư hàng ngày", LETTERS, offset=first.next or 0)
    assert first.total == second.total == len(made)
    assert second.next is None
    assert {thing.code for thing in (*first.things, *second.things)} == made


def test_most_of_the_words_will_do_when_nothing_has_all(letters, an):
    made = letters(one="Phòng chống hạn mặn mùa khô", two="Phòng họp")
    found = find(an.actor, "phòng chống hạn mặn zzz", LETTERS)
    assert found.is_loose
    assert [thing.code for thing in found.things] == [made["one"]]
    assert not find(an.actor, "phòng chống", LETTERS).is_loose
    assert find(an.actor, '"phòng mặn"').total == 0
    question = find(an.actor, "Việc phòng chống hạn mặn trong mùa khô năm nay do ai lo?", LETTERS)
    assert question.is_loose
    assert [thing.code for thing in question.things] == [made["one"]]


def test_broken_typing_is_only_a_search(letters, an):
    letters(one="Một thư")
    for typed in (
        '"',
        "-",
        "OR",
        "a OR",
        "*",
        "title_fold:x",
        "(",
        "+",
        "~",
        "\x00",
        "[a TO b]",
        "thư.*",
        "một \\",
        "[a",
    ):
        found = find(an.actor, typed)
        assert found.total == len(found.things)
        suggest(an.actor, typed)
    assert find(an.actor, "-xyz", LETTERS).total == 1


def test_hits_are_marked_in_their_own_letters_and_never_as_tags(letters, an):
    letters(one="Về <b>hoà giải</b>\n<script>hòa</script> giải quyết")
    thing = find(an.actor, "hòa giải").things[0]
    assert title(thing) == "Về <b>hoà giải</b>"
    assert [segment.text for segment in thing.title if segment.is_hit] == ["hoà giải"]
    assert [segment.text for segment in thing.snippet if segment.is_hit] == ["hòa", "giải"]


def test_without_an_index_the_answer_says_so(world, an, settings, tmp_path):
    settings.PHOIHOP_DATA = tmp_path
    engine._readers.clear()
    found = find(an.actor, "gì đó")
    assert (found.total, found.is_complete) == (0, False)
    assert suggest(an.actor, "gì") == []
