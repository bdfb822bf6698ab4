"""Bằng chứng là văn bản trong sổ: named by its code, shown as a link, given to those the obligation is owed to."""

import pytest

from phoihop.documents import commands as register
from phoihop.documents.models import Link, Share
from phoihop.documents.queries import documents_of
from phoihop.ground.command import Refused
from phoihop.ledger.models import Entry
from phoihop.obligations.models import Evidence
from tests.world import documents
from tests.world.obligations import act, lane_states, owe, state_of, url
from tests.world.provision import paper


def shared(code):
    return set(Share.rows.filter(document__code=code).values_list("unit_id", flat=True))


def test_handing_in_gives_the_document(world, an, chi):
    code, document = owe(world), paper(world)
    act("hand_in", code, chi, reference=f" {document.lower()} ")
    assert Evidence.rows.get().reference == document
    assert shared(document) == {world.unit("btg-tinh-uy")}
    assert set(Link.rows.filter(document__code=document).values_list("about", flat=True)) == {code, "KH-kg-2021-so-yte"}
    assert list(documents_of(an.actor, [document])) == [document]
    told = Entry.rows.get(kind="document.shared")
    assert told.cause == "obligation.hand_in"


def test_a_supporting_unit_gives_its_own(world, an, chi):
    lan = world.add_person("lan", "so-tttt", ["focal"])
    code, document = owe(world, supporting=["so-tttt"]), paper(world, "lan")
    act("support", code, lan, reference=document)
    assert shared(document) == {world.unit("btg-tinh-uy"), world.unit("so-yte")}
    assert Entry.rows.get(kind="document.shared").cause == "obligation.work"
    for person in (an, chi):
        assert f'href="/lam-viec/van-ban/{document}/"' in person.client.get(url(code)).content.decode()


def test_it_is_shown_with_number_and_subject_to_those_who_may_see_it(world, an, chi):
    code = owe(world)
    document = paper(world, citation="77/BC-SYT", subject="Danh sách 12 khu dân cư")
    act("hand_in", code, chi, reference=document)
    page = an.client.get(url(code)).content.decode()
    assert f'<a href="/lam-viec/van-ban/{document}/">77/BC-SYT' in page
    assert "Danh sách 12 khu dân cư" in page
    register.unshare_document(code=document, unit_id=world.unit("btg-tinh-uy"), by=chi.actor, at=world.at)
    page = an.client.get(url(code)).content.decode()
    assert document in page
    assert "Danh sách 12 khu dân cư" not in page


@pytest.mark.parametrize("make", ["draft", "foreign", "none"])
def test_one_that_may_not_be_given_is_refused_and_nothing_is_handed_in(world, chi, make):
    code = owe(world)
    document = {
        "draft": lambda: documents.draft(world, "chi"),
        "foreign": lambda: paper(world, "giang"),
        "none": lambda: "VB-kg-2021-009999",
    }[make]()
    with pytest.raises(Refused, match=r"không có văn bản|chưa vào sổ"):
        act("hand_in", code, chi, reference=document)
    assert (state_of(code), lane_states(code), Evidence.rows.exists(), shared(document)) == (
        "OPEN",
        ["OPEN"],
        False,
        set(),
    )


def test_one_that_was_received_is_named_and_not_given_further(world, an, chi):
    lan = world.add_person("lan", "so-tttt", ["focal"])
    code, document = owe(world, entitled="so-tttt"), paper(world, "giang")
    register.share_document(
        code=document, unit_ids=[world.unit("so-yte")], because="", by=world.person("giang").actor, at=world.at
    )
    act("hand_in", code, chi, reference=document)
    assert Evidence.rows.get().reference == document
    assert shared(document) == {world.unit("so-yte")}
    assert documents_of(lan.actor, [document]) == {}


def test_personal_data_must_be_confirmed(world, chi):
    code = owe(world)
    document = paper(world, text="Số căn cước 091088001234 của ông Hải.")
    with pytest.raises(Refused, match="số định danh cá nhân") as refused:
        act("hand_in", code, chi, reference=document)
    assert "091088001234" not in str(refused.value)
    assert (state_of(code), shared(document)) == ("OPEN", set())
    act("hand_in", code, chi, reference=document, is_personal_confirmed=True)
    assert state_of(code) == "HANDED_IN"


def test_a_number_that_is_no_code_stays_text(world, chi):
    code = owe(world)
    act("hand_in", code, chi, reference="125/VB-SYT")
    assert Evidence.rows.get().reference == "125/VB-SYT"
    assert not Share.rows.exists()


def test_by_form(world, an, chi):
    code = owe(world)
    document, later = paper(world), documents.draft(world, "chi")
    page = chi.client.get(url(code)).content.decode()
    assert f'<option value="{document}">' in page
    assert f'<option value="{later}">' not in page
    assert f'href="/lam-viec/van-ban/dua-vao/?ve={code}"' in page
    both = {"version": 1, "statement": "Đã gửi.", "document": document, "reference": "125/BC-SYT"}
    answer = chi.client.post(url(code, "nop/"), both)
    assert answer.status_code == 422
    assert f'value="{document}" selected' in answer.content.decode()
    answer = chi.client.post(url(code, "nop/"), {**both, "reference": ""})
    assert answer["Location"] == url(code)
    assert Evidence.rows.get().reference == document
    assert f'href="/lam-viec/van-ban/{document}/"' in an.client.get(url(code)).content.decode()


def test_without_a_register_nothing_is_offered(world, chi):
    code = owe(world)
    page = chi.client.get(url(code)).content.decode()
    assert 'name="document"' not in page
    assert 'name="reference"' in page
