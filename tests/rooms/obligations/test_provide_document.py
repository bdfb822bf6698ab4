"""Cung cấp văn bản: a registered document of one's own goes to those the obligation is owed to, and to nobody else."""

import pytest

from phoihop.documents import commands as register
from phoihop.documents.models import Link, Share
from phoihop.documents.queries import documents_of
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ground.sheet import parties_of
from phoihop.ledger.models import Entry
from phoihop.obligations import commands
from tests.world import documents
from tests.world.obligations import act, entries, owe, url
from tests.world.provision import (
    DOSSIER,
    WITHHELD,
    act_on,
    expect,
    first,
    line,
    line_url,
    owe_documents,
    paper,
    withheld,
)
from tests.world.together import together


def provide(code, number, person, document, **given):
    return act_on("provide_document", code, number, person, document=document, **given)


def shared(code):
    return set(Share.rows.filter(document__code=code).values_list("unit_id", flat=True))


def test_works(world, an, chi):
    code, document = owe_documents(world), paper(world)
    assert documents_of(an.actor, [document]) == {}
    event = provide(code, first(code), chi, document)
    found = line(first(code))
    assert (found.state, found.document, found.provided_at) == ("PROVIDED", document, world.at)
    assert found.provided_post.startswith("Chuyên viên Văn phòng Sở")
    assert (event.document, event.expected_id) == (document, found.pk)
    assert entries(code)[-1] == "expected.provided"
    assert set(Link.rows.filter(document__code=document).values_list("about", flat=True)) == {code, DOSSIER}
    assert shared(document) == {world.unit("btg-tinh-uy")}
    assert list(documents_of(an.actor, [document])) == [document]


def test_the_ledger_shows_through_what_it_was_shared(world, chi):
    code, document = owe_documents(world), paper(world)
    provide(code, first(code), chi, document)
    told = Entry.rows.get(kind="document.shared")
    assert (told.code, told.cause) == (document, "obligation.provide")
    (given,) = Entry.rows.filter(kind="expected.provided").values_list("data", flat=True)
    assert "Tài liệu của vấn đề" not in given


def test_every_lane_gets_it_and_nobody_else(world, chi):
    code, document = owe_documents(world, supporting=["so-tttt"]), paper(world)
    provide(code, first(code), chi, document)
    assert shared(document) == {world.unit("btg-tinh-uy"), world.unit("so-tttt")}
    assert shared(document) <= parties_of([code])


def test_a_supporting_unit_may_provide_and_takes_the_line_over(world, an):
    world.add_person("lan", "so-tttt", ["focal"])
    lan = world.person("lan")
    code, document = owe_documents(world, supporting=["so-tttt"]), paper(world, "lan")
    provide(code, first(code), lan, document)
    assert line(first(code)).unit_id == world.unit("so-tttt")
    assert shared(document) == {world.unit("btg-tinh-uy"), world.unit("so-yte")}
    assert list(documents_of(an.actor, [document])) == [document]


def test_a_clerk_of_the_lane_may(world):
    clerk = world.add_person("yen", "so-yte", ["clerk"])
    code = owe_documents(world)
    provide(code, first(code), clerk, paper(world))
    assert line(first(code)).state == "PROVIDED"


def test_a_code_as_somebody_types_it(world, chi):
    code, document = owe_documents(world), paper(world)
    provide(code, first(code), chi, f" {document.lower()} ")
    assert line(first(code)).document == document


@pytest.mark.parametrize("typed", ["", "125/BC-SYT", "VB-kg-2021", "https://kiengiang.gov.vn/1"])
def test_what_is_no_code_is_refused(world, chi, typed):
    code = owe_documents(world)
    with pytest.raises(Refused, match="VB-kg-2021-000001"):
        provide(code, first(code), chi, typed)


def test_only_what_stands_in_ones_own_register(world, chi):
    code, foreign = owe_documents(world), paper(world, "giang")
    told = []
    for document in (foreign, "VB-kg-2021-009999"):
        with pytest.raises(Refused, match="không có văn bản") as refused:
            provide(code, first(code), chi, document)
        told.append(str(refused.value).replace(document, ""))
    assert told[0] == told[1]  # whether another office has such a document is not told
    # Nor one that was received: it is for its owner to give.
    register.share_document(
        code=foreign,
        unit_ids=[world.unit("so-yte")],
        because="",
        by=world.person("giang").actor,
        at=world.at,
    )
    with pytest.raises(Refused, match="không có văn bản"):
        provide(code, first(code), chi, foreign)
    assert (line(first(code)).state, shared(foreign)) == ("EXPECTED", {world.unit("so-yte")})


def test_a_draft_or_a_recalled_one_is_refused(world, chi):
    code, draft, recalled = owe_documents(world), documents.draft(world, "chi"), paper(world)
    approver = world.add_person("phuong", "so-yte", ["approver"], post="Giám đốc Sở")
    register.recall_document(code=recalled, reason="Thay bản khác", by=approver.actor, at=world.at)
    for document, words in ((draft, "chưa vào sổ"), (recalled, "thu hồi")):
        with pytest.raises(Refused, match=words):
            provide(code, first(code), chi, document)
    assert not Share.rows.exists()


def test_personal_data_is_pointed_out_and_must_be_confirmed(world, chi):
    code = owe_documents(world)
    document = paper(world, text="Liên hệ anh Nguyễn Văn Hải, điện thoại 0912345678.")
    with pytest.raises(Refused, match="số điện thoại") as refused:
        provide(code, first(code), chi, document)
    assert "0912345678" not in str(refused.value)
    assert (line(first(code)).state, shared(document)) == ("EXPECTED", set())
    assert not Link.rows.filter(document__code=document).exists()
    provide(code, first(code), chi, document, is_personal_confirmed=True)
    assert line(first(code)).state == "PROVIDED"


def test_late_is_allowed(world, chi):
    code, document = owe_documents(world, days=-3), paper(world)
    provide(code, first(code), chi, document)
    assert line(first(code)).state == "PROVIDED"


def test_after_acceptance_too_but_not_once_it_was_waived(world, an, binh, chi):
    accepted, waived = owe_documents(world, 1), owe_documents(world, 2)
    act("hand_in", accepted, chi, missing_reason="Gửi sau")
    act("accept", accepted, an)
    act("waive", waived, binh)
    document = paper(world)
    provide(accepted, first(accepted), chi, document)
    with pytest.raises(Refused, match="được miễn"):
        provide(waived, first(waived), chi, document)


def test_withheld_is_lifted_first(world, chi):
    code, document = owe_documents(world), paper(world)
    withheld(world, code, first(code))
    with pytest.raises(Refused, match="bỏ giữ lại"):
        provide(code, first(code), chi, document)


def test_twice(world, chi):
    code, document = owe_documents(world), paper(world)
    provide(code, first(code), chi, document)
    with pytest.raises(Refused, match="đã được cung cấp"):
        provide(code, first(code), chi, document)
    assert entries(code).count("expected.provided") == 1


def test_one_paper_may_answer_two_lines(world, an, chi):
    code, document = owe_documents(world), paper(world)
    (second,) = expect(code, an, "Danh sách")
    provide(code, first(code), chi, document)
    provide(code, second, chi, document)
    assert Entry.rows.filter(kind="document.shared").count() == 1


def test_sees_but_may_not(world, an, kim):
    editor = world.add_person("yen", "so-yte", ["editor"])
    code, document = owe_documents(world), paper(world)
    for person in (an, kim, editor):
        with pytest.raises(NotAllowed):
            provide(code, first(code), person, document)


def test_outsider_and_lines_of_another_obligation(world, chi, dung):
    code, other, document = owe_documents(world, 1), owe_documents(world, 2), paper(world)
    with pytest.raises(NotVisible):
        provide(code, first(code), dung, document)
    with pytest.raises(NotVisible):
        provide(code, first(other), chi, document)
    with pytest.raises(NotVisible):
        provide("NV-kg-2021-999999", first(code), chi, document)


@pytest.mark.django_db(transaction=True)
def test_two_at_once(world, chi):
    code, document, other = owe_documents(world), paper(world), paper(world)
    number, by = first(code), chi.actor

    def give(which):
        commands.provide_document(code=code, expected_id=number, document=which, version=1, by=by, at=world.at)

    raised = together(lambda: give(document), lambda: give(other))
    assert len(raised) == 1
    assert isinstance(raised[0], SomebodyWasFaster | Refused)
    assert Entry.rows.filter(kind="expected.provided").count() == 1
    assert len(shared(document)) + len(shared(other)) == 1  # the loser gave nothing


def test_by_form(world, an, chi):
    code, document = owe_documents(world), paper(world, subject="Danh sách 12 khu dân cư")
    address = line_url(code, first(code), "cung-cap")
    page = chi.client.get(url(code)).content.decode()
    assert f'action="{address}"' in page
    assert f'<option value="{document}">' in page
    assert f"?ve={code}" in page
    typed = {"version": 1, "document": document}
    assert chi.client.post(address, typed)["Location"] == url(code)
    for person in (an, chi):
        page = person.client.get(url(code)).content.decode()
        assert "Đã cung cấp" in page
        assert f'href="/lam-viec/van-ban/{document}/"' in page
        assert "Danh sách 12 khu dân cư" in page


def test_a_form_that_chooses_none_or_two_comes_back(world, chi):
    code, document = owe_documents(world), paper(world)
    address = line_url(code, first(code), "cung-cap")
    for typed in ({}, {"document": document, "document_code": document}):
        answer = chi.client.post(address, {"version": 1, **typed})
        assert answer.status_code == 422
        assert f'value="{document}"' in answer.content.decode()
    assert line(first(code)).state == "EXPECTED"
    assert chi.client.post(address, {"version": 1, "document_code": document}).status_code == 302


def test_doors(world, an, kim, dung, khach):
    code, document = owe_documents(world), paper(world)
    address = line_url(code, first(code), "cung-cap")
    typed = {"version": 1, "document": document}
    assert an.client.post(address, typed).status_code == 403
    assert kim.client.post(address, typed).status_code == 403
    assert dung.client.post(address, typed).status_code == 404
    assert khach.client.post(address, typed)["Location"].startswith("/dang-nhap/")
    assert line(first(code)).state == "EXPECTED"


# ── handing in while documents are missing ──────────────────────────────────────────────────────────────────


def test_handing_in_without_them_needs_a_reason(world, an, chi):
    code = owe_documents(world)
    expect(code, an, "Danh sách")
    with pytest.raises(Refused, match="Còn 2 văn bản"):
        act("hand_in", code, chi)
    act("hand_in", code, chi, missing_reason="Đã gửi bản giấy")
    told = Entry.rows.get(kind="obligation.handed_in")
    assert "Đã gửi bản giấy" in told.data
    assert '"missing":2' in told.data.replace(" ", "")


def test_provided_and_agreed_withholdings_are_not_missing(world, an, chi):
    code = owe_documents(world)
    (kept,) = expect(code, an, "Danh sách")
    provide(code, first(code), chi, paper(world))
    withheld(world, code, kept)
    act("hand_in", code, chi)
    assert entries(code)[-1] == "obligation.handed_in"


def test_a_withholding_nobody_agreed_to_is_missing(world, chi):
    code = owe_documents(world)
    act_on("withhold_document", code, first(code), chi, **WITHHELD)
    with pytest.raises(Refused, match="Còn 1 văn bản"):
        act("hand_in", code, chi)


def test_the_form_asks_only_when_something_is_missing(world, chi):
    code, plain = owe_documents(world, 1), owe(world, 2)
    assert 'name="missing_reason"' in chi.client.get(url(code)).content.decode()
    assert 'name="missing_reason"' not in chi.client.get(url(plain)).content.decode()
    provide(code, first(code), chi, paper(world))
    assert 'name="missing_reason"' not in chi.client.get(url(code)).content.decode()
