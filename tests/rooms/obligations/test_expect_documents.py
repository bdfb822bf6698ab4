"""Nêu văn bản phải cung cấp: by the duty itself, by who is entitled, by the lead; and no longer expected."""

from dataclasses import replace

import pytest

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.obligations import commands
from phoihop.obligations.models import Expected, Obligation
from tests.world.obligations import act, entries, open_all, opening, owe, url
from tests.world.provision import DUTY, act_on, expect, first, line_url, lines, owe_documents, paper, withheld
from tests.world.together import together


def titles(code):
    return [one.title for one in lines(code)]


def test_a_duty_to_provide_expects_one_by_itself(world):
    one = opening(world, 1, duty=DUTY)
    code = open_all(world, one).opened[0]
    found = lines(code)
    assert [(x.title, x.state, x.unit_id, x.listed_by_id) for x in found] == [
        ("Tài liệu của vấn đề", "EXPECTED", world.unit("so-yte"), None)
    ]
    open_all(world, one)
    open_all(world, replace(one, title="Tên khác"))
    assert len(lines(code)) == 1
    assert lines(owe(world, 2)) == []
    assert len(lines(owe(world, 3, duty="lead.provide-documents"))) == 1


def test_works(world, an):
    code = owe_documents(world)
    version = Obligation.rows.get(code=code).version
    event = commands.expect_documents(
        code=code,
        titles=[" Báo cáo  tháng 6\u200b", "", "Danh sách khu phong tỏa", "báo cáo THÁNG 6"],
        note="Kèm bản đồ",
        by=an.actor,
        at=world.at,
    )
    assert titles(code)[1:] == ["Báo cáo tháng 6", "Danh sách khu phong tỏa"]
    assert (event.count, event.unit_id) == (2, world.unit("so-yte"))
    assert {(x.note, x.listed_by_id) for x in lines(code)[1:]} == {("Kèm bản đồ", world.unit("btg-tinh-uy"))}
    assert Obligation.rows.get(code=code).version == version + 1  # who hands in sees first what is asked now


def test_no_title_is_told(world, an):
    code = owe_documents(world)
    expect(code, an, "Báo cáo đặc biệt")
    told = Entry.rows.get(kind="expected.listed")
    assert "đặc biệt" not in told.data


def test_any_obligation_may_expect_documents_of_any_lane(world, chi):
    code = owe(world, supporting=["so-tttt"])
    expect(code, chi, "Số liệu mạng", unit_id=world.unit("so-tttt"))
    assert [x.unit_id for x in lines(code)] == [world.unit("so-tttt")]
    with pytest.raises(Refused, match="không có làn"):
        expect(code, chi, "Khác", unit_id=world.unit("so-xaydung"))


def test_twice_is_harmless(world, an):
    code = owe_documents(world)
    expect(code, an, "Báo cáo tháng 6")
    before = Entry.rows.count()
    commands.expect_documents(code=code, titles=["BÁO CÁO tháng 6"], by=an.actor, at=world.at)
    assert (len(lines(code)), Entry.rows.count()) == (2, before)


def test_a_hidden_title_is_not_betrayed_by_listing_it_again(world, an, chi):
    code = owe_documents(world)
    (number,) = expect(code, an, "Báo cáo tháng 6")
    withheld(world, code, number, is_title_hidden=True)
    commands.expect_documents(code=code, titles=["Báo cáo tháng 6"], by=an.actor, at=world.at)
    assert titles(code).count("Báo cáo tháng 6") == 2
    commands.expect_documents(code=code, titles=["Báo cáo tháng 6"], by=chi.actor, at=world.at)
    assert titles(code).count("Báo cáo tháng 6") == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], "ít nhất một"),
        ([" \u200b "], "ít nhất một"),
        (["x" * 301], "dài quá 300"),
        ([f"Văn bản {n}" for n in range(51)], "nhiều nhất 50"),
    ],
)
def test_what_is_no_list_is_refused(world, an, given, words):
    code = owe_documents(world)
    with pytest.raises(Refused, match=words):
        commands.expect_documents(code=code, titles=given, by=an.actor, at=world.at)
    assert len(lines(code)) == 1


def test_there_is_an_end_to_what_one_obligation_may_ask(world, an):
    code = owe_documents(world)
    for start in range(0, 199, 50):
        most = min(start + 50, 199)
        commands.expect_documents(
            code=code, titles=[f"Văn bản {n}" for n in range(start, most)], by=an.actor, at=world.at
        )
    with pytest.raises(Refused, match="nhiều nhất 200"):
        expect(code, an, "Một văn bản nữa")


def test_too_late(world, an, chi, binh):
    handed, waived = owe(world, 1), owe(world, 2)
    act("hand_in", handed, chi)
    act("waive", waived, binh)
    for code, words in ((handed, "chờ nghiệm thu"), (waived, "được miễn")):
        with pytest.raises(Refused, match=words):
            expect(code, an, "Báo cáo")


def test_sees_but_may_not(world, giang, kim, ha):
    lan = world.add_person("lan", "so-tttt", ["focal"])
    code = owe_documents(world, supporting=["so-tttt"])
    for person in (giang, kim, ha, lan):
        with pytest.raises(NotAllowed):
            expect(code, person, "Báo cáo")


def test_outsider(world, dung):
    code = owe_documents(world)
    with pytest.raises(NotVisible):
        expect(code, dung, "Báo cáo")
    with pytest.raises(NotVisible):
        act_on("drop_expected", code, first(code), dung)


@pytest.mark.django_db(transaction=True)
def test_two_at_once(world, an, binh):
    code = owe_documents(world)
    first_actor, second_actor = an.actor, binh.actor

    def ask(by, title):
        commands.expect_documents(code=code, titles=[title], version=1, by=by, at=world.at)

    # Two different papers: the same one asked for twice, one after the other, would be harmless.
    raised = together(lambda: ask(first_actor, "Báo cáo tháng 6"), lambda: ask(second_actor, "Báo cáo tháng 7"))
    assert [type(one) for one in raised] == [SomebodyWasFaster]
    assert len({"Báo cáo tháng 6", "Báo cáo tháng 7"} & set(titles(code))) == 1


def test_by_form(world, an):
    code = owe_documents(world, supporting=["so-tttt"])
    page = an.client.get(url(code)).content.decode()
    assert f'action="{url(code, "van-ban/them/")}"' in page
    assert "Tài liệu của vấn đề" in page
    typed = {"version": 1, "titles": "Báo cáo tháng 6\r\nDanh sách", "note": "", "unit_id": world.unit("so-tttt")}
    assert an.client.post(url(code, "van-ban/them/"), typed).status_code == 302
    assert titles(code)[1:] == ["Báo cáo tháng 6", "Danh sách"]
    page = an.client.get(url(code)).content.decode()
    assert "Báo cáo tháng 6" in page
    assert "Sở Thông tin và Truyền thông tỉnh Kiên Giang" in page
    answer = an.client.post(url(code, "van-ban/them/"), {"version": 2, "titles": "", "note": "GIỮ-LẠI"})
    assert answer.status_code == 422
    assert "GIỮ-LẠI" in answer.content.decode()
    assert an.client.post(url(code, "van-ban/them/"), {"version": 1, "titles": "Khác"}).status_code == 409


# ── no longer expected ──────────────────────────────────────────────────────────────────────────────────────


def test_who_is_entitled_drops_any(world, an, chi):
    code = owe_documents(world)
    (mine,) = expect(code, chi, "Của Chi")
    for number in (first(code), mine):
        act_on("drop_expected", code, number, an)
    assert lines(code) == []
    assert entries(code)[-2:] == ["expected.dropped", "expected.dropped"]
    assert "Của Chi" not in "".join(Entry.rows.filter(code=code).values_list("data", flat=True))


def test_the_lead_drops_what_it_listed_and_nothing_else(world, an, chi):
    code = owe_documents(world)
    (asked,) = expect(code, an, "Của An")
    (own,) = expect(code, chi, "Của Chi")
    for number in (first(code), asked):
        with pytest.raises(Refused, match="cơ quan được nhận"):
            act_on("drop_expected", code, number, chi)
    act_on("drop_expected", code, own, chi)
    assert titles(code) == ["Tài liệu của vấn đề", "Của An"]


def test_what_was_provided_or_withheld_stays(world, an, chi):
    code = owe_documents(world)
    given, (kept,) = first(code), expect(code, an, "Báo cáo")
    act_on("provide_document", code, given, chi, document=paper(world))
    withheld(world, code, kept)
    for number in (given, kept):
        with pytest.raises(Refused, match="còn chờ"):
            act_on("drop_expected", code, number, an)


def test_dropping_twice_or_of_another_obligation(world, an):
    code, other = owe_documents(world, 1), owe_documents(world, 2)
    number = first(code)
    with pytest.raises(NotVisible):
        act_on("drop_expected", other, number, an)
    act_on("drop_expected", code, number, an)
    with pytest.raises(NotVisible):
        act_on("drop_expected", code, number, an)


@pytest.mark.django_db(transaction=True)
def test_two_drop_at_once(world, an, binh):
    code = owe_documents(world)
    number, actors = first(code), [an.actor, binh.actor]

    def drop(by):
        commands.drop_expected(code=code, expected_id=number, version=1, by=by, at=world.at)

    raised = together(*[lambda by=by: drop(by) for by in actors])
    assert len(raised) == 1
    assert isinstance(raised[0], SomebodyWasFaster | NotVisible)
    assert Entry.rows.filter(kind="expected.dropped").count() == 1
    assert not Expected.rows.exists()


def test_drop_by_button(world, an, chi, kim, dung):
    code = owe_documents(world)
    address = line_url(code, first(code), "bo")
    assert f'action="{address}"' in an.client.get(url(code)).content.decode()
    assert f'action="{address}"' not in chi.client.get(url(code)).content.decode()
    assert kim.client.post(address, {"version": 1}).status_code == 403
    assert dung.client.post(address, {"version": 1}).status_code == 404
    assert chi.client.post(address, {"version": 1}).status_code == 422
    assert an.client.post(address, {"version": 1}).status_code == 302
    assert lines(code) == []
