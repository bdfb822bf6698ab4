"""The pages of agreements and mandates, read and used as the cast would."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.agreements import commands
from phoihop.agreements.models import Agreement, Clause, Duty, Mandate, Revision, Spread
from tests.world.agreements import agree, draft, hash_of, propose, record_chain
from tests.world.build import World
from tests.world.cast import Person
from tests.world.flat import grows_flat

LIST, CHAIN = "/lam-viec/quy-che/", "/lam-viec/can-cu/"


def _text(person: Person, url: str) -> str:
    answer = person.client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_the_list_shows_what_one_is_party_to(world: World, chi: Person, dung: Person, kim: Person) -> None:
    agree(world)
    assert "QC-kg-01" in _text(chi, LIST)
    assert "QC-kg-01" in _text(kim, LIST)
    assert "QC-kg-01" not in _text(dung, LIST)
    assert "QC-kg-01" in _text(chi, f"{LIST}?q=quy+che+y+te&trang-thai=IN_FORCE")
    assert "QC-kg-01" not in _text(chi, f"{LIST}?trang-thai=ENDED")


def test_the_list_grows_flat(world: World, an: Person) -> None:
    agree(world)
    grows_flat(an.client, LIST, lambda: [agree(world, one) for one in ("so-tttt", "so-nnptnt", "ubnd-tinh")])


def test_an_agreement_shows_clauses_dates_and_hash(world: World, chi: Person) -> None:
    record_chain(world)
    code = agree(world, mandate_number="238-QĐTW")
    page = _text(chi, f"{LIST}{code}/")
    for said in ("Điều khoản 4.4", "3 ngày làm việc trước ngày họp", "1/7/2021–31/12/2025", "238-QĐ/TW"):
        assert said in page
    assert hash_of(code, 1)[:8] in page


def test_outsiders_find_nothing_and_guests_sign_in(world: World, dung: Person, khach: Person) -> None:
    code = agree(world)
    for url in (f"{LIST}{code}/", f"{LIST}{code}/so-sanh/", f"{LIST}{code}/ban-thao/"):
        assert dung.client.get(url).status_code == 404
        answer = khach.client.get(url)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/dang-nhap/")


def test_who_sees_but_may_not(world: World, chi: Person) -> None:
    code = agree(world)
    assert chi.client.post(f"{LIST}{code}/cham-dut/", {"reason": "hết việc"}).status_code == 403
    assert chi.client.get(f"{LIST}{code}/gia-han/").status_code == 403
    assert Agreement.rows.get().state == "IN_FORCE"


def test_an_writes_an_agreement_from_the_first_page_to_the_proposal(world: World, an: Person) -> None:
    sent = {
        "title": "Quy chế về thông tin y tế",
        "lead": world.unit("btg-tinh-uy"),
        "partners": [world.unit("so-yte")],
        "from_date": "2021-08-01",
        "to_date": "2025-12-31",
    }
    assert "Soạn quy chế mới" in _text(an, f"{LIST}soan/")
    assert an.client.post(f"{LIST}soan/", sent)["Location"] == f"{LIST}QC-kg-01/ban-thao/"
    text = f"{LIST}QC-kg-01/ban-thao/"
    assert "chưa có điều khoản" in _text(an, text)
    assert "Điều khoản mới" in _text(an, f"{text}dieu-khoan/")
    version = Revision.rows.get().version
    clause = {"ref": "4.1", "after": "", "text": "Gửi tài liệu.", "version": version}
    assert an.client.post(f"{text}dieu-khoan/", clause)["Location"] == text
    duty = {"side": "partner", "key": "provide-documents", "text": "Gửi đủ tài liệu", "form": "after", "amount": "5"}
    duty |= {"unit": "working_day", "event": "phase.entered", "phases": "before, during", "version": version + 1}
    assert an.client.post(f"{text}trach-nhiem/?dieu-khoan=4.1", duty).status_code == 302
    row = Duty.rows.get()
    assert row.rule == '{"after":"phase.entered","phases":["before","during"],"working_days":5}'
    assert "before, during" in _text(an, f"{text}trach-nhiem/?dieu-khoan=4.1&khoa=partner.provide-documents")
    assert "5 ngày làm việc sau" in _text(an, text)
    assert "không thay đổi nữa" in _text(an, f"{LIST}QC-kg-01/de-xuat/")
    assert an.client.post(f"{LIST}QC-kg-01/de-xuat/", {"note": "Xin ý kiến"})["Location"] == f"{LIST}QC-kg-01/"
    assert Revision.rows.get().state == "PROPOSED"


def test_looking_for_a_unit_keeps_what_was_typed(world: World, an: Person) -> None:
    typed = {"title": "Quy chế mới", "find": "uy ban", "partners": [world.unit("so-yte")], "search": "1"}
    answer = an.client.post(f"{LIST}soan/", typed)
    page = answer.content.decode()
    assert (answer.status_code, Agreement.rows.count()) == (200, 0)
    assert 'value="Quy chế mới"' in page
    assert page.count(" checked") == 2  # the partner ticked, and the switch of the keyboard help


def test_a_wrong_form_comes_back(world: World, an: Person) -> None:
    code = draft(world)
    answer = an.client.post(f"{LIST}{code}/ban-thao/trach-nhiem/?dieu-khoan=1", {"side": "lead", "form": "on"})
    assert answer.status_code == 422
    late = {"side": "lead", "key": "inform", "text": "Thông tin", "form": "each", "each": "year", "day": "02-31"}
    assert an.client.post(f"{LIST}{code}/ban-thao/trach-nhiem/?dieu-khoan=1", late).status_code == 422
    assert an.client.post(f"{LIST}soan/", {"title": ""}).status_code == 422


def test_a_draft_is_changed_and_dropped_on_its_page(world: World, an: Person) -> None:
    agree(world)
    text = f"{LIST}QC-kg-01/ban-thao/"
    assert an.client.post(f"{text}bat-dau/")["Location"] == text
    version = Revision.rows.get(number=2).version
    assert an.client.post(f"{text}trach-nhiem/bo/", {"key": "partner.invite", "version": version}).status_code == 302
    assert an.client.post(f"{text}dieu-khoan/bo/", {"ref": "6.2", "version": version}).status_code == 409
    assert an.client.post(f"{text}dieu-khoan/bo/", {"ref": "6.2", "version": version + 1}).status_code == 302
    assert Clause.rows.filter(revision__number=2).count() == 10
    assert "bỏ" in _text(an, f"{LIST}QC-kg-01/so-sanh/?cu=1&moi=2")
    assert an.client.post(f"{text}bo/", {"version": version + 2})["Location"] == f"{LIST}QC-kg-01/"
    assert Revision.rows.get(number=2).state == "SUPERSEDED"


def test_the_signing_page_carries_the_hash_it_shows(world: World, binh: Person) -> None:
    chief = world.add_person("quan", "so-yte", ["approver"], post="Giám đốc")  # type: ignore[list-item]
    code = propose(world)
    assert "ký sau các bên khác" in _text(binh, f"{LIST}{code}/")
    page = _text(chief, f"{LIST}{code}/ky/")
    assert hash_of(code, 1) in page
    assert "Sở Y tế gửi tài liệu của vấn đề." in page
    sent = {"number": "1", "text_hash": hash_of(code, 1), "signed_date": "2021-08-02"}
    assert chief.client.post(f"{LIST}{code}/ky/", sent).status_code == 422  # the tick is missing
    sent["is_read"] = "on"
    for person in (chief, binh):
        assert person.client.post(f"{LIST}{code}/ky/", sent)["Location"] == f"{LIST}{code}/"
    assert Agreement.rows.get().state == "IN_FORCE"
    assert "Giám đốc" in _text(binh, f"{LIST}{code}/")


def test_an_amendment_is_read_where_it_is_signed(world: World, an: Person) -> None:
    chief = world.add_person("quan", "so-yte", ["approver"], post="Giám đốc")  # type: ignore[list-item]
    code = agree(world)
    commands.start_revision(code=code, by=an.actor, at=world.at)
    commands.write_clause(code=code, ref="3.1", text="Chọn vấn đề mỗi quý.", by=an.actor, at=world.at)
    commands.propose_revision(code=code, by=an.actor, at=world.at)
    assert "Chọn vấn đề mỗi quý." in _text(chief, f"{LIST}{code}/ky/")
    assert "Chọn vấn đề mỗi quý." not in _text(chief, f"{LIST}{code}/")  # there the text in force stands


def test_binh_renews_and_ends(world: World, binh: Person) -> None:
    code = agree(world)
    assert 'value="2026-01-01"' in _text(binh, f"{LIST}{code}/gia-han/")
    answer = binh.client.post(f"{LIST}{code}/gia-han/", {"from_date": "2026-01-01", "to_date": "2030-12-31"})
    assert answer["Location"] == f"{LIST}QC-kg-02/"
    assert "Tiếp nối" in _text(binh, f"{LIST}QC-kg-02/")
    assert "chấm dứt" in _text(binh, f"{LIST}{code}/cham-dut/").lower()
    assert binh.client.post(f"{LIST}{code}/cham-dut/", {"reason": "Sắp xếp lại"}).status_code == 302
    assert "Sắp xếp lại" in _text(binh, f"{LIST}{code}/")


def test_the_chain_and_where_a_citation_leads(world: World, dung: Person) -> None:
    record_chain(world)
    page = _text(dung, CHAIN)
    assert page.index("238-QĐ/TW") < page.index("170-HD/BTGTW")
    assert "nay là 238-QĐ/TW" in _text(dung, f"{CHAIN}?q=221-QĐTW")
    assert "Không thấy văn bản nào" in _text(dung, f"{CHAIN}?q=999-QĐ/TW")
    assert "đã được thay thế" in _text(dung, f"{CHAIN}221-qd-tw/")
    assert dung.client.get(f"{CHAIN}999-qd-tw/").status_code == 404


def test_a_mandate_is_recorded_spread_and_confirmed_on_pages(world: World, an: Person, chi: Person) -> None:
    sent = {"number": "12-CT/TU", "kind": "directive", "issuer_id": world.unit("tinh-uy"), "subject": "Về phối hợp"}
    assert "Ghi văn bản căn cứ" in _text(an, f"{CHAIN}ghi/")
    assert an.client.post(f"{CHAIN}ghi/", sent)["Location"] == f"{CHAIN}12-ct-tu/"
    assert Mandate.rows.get().subject == "Về phối hợp"
    assert "Quán triệt" in _text(an, f"{CHAIN}12-ct-tu/quan-triet/")
    asked = {"due_date": "2021-08-20", "units": [world.unit("so-yte")]}
    assert an.client.post(f"{CHAIN}12-ct-tu/quan-triet/", asked).status_code == 302
    assert an.client.get(f"{CHAIN}12-ct-tu/xac-nhan/").status_code == 403
    assert "0/1 cơ quan đã xác nhận" in _text(chi, f"{CHAIN}12-ct-tu/")
    assert chi.client.post(f"{CHAIN}12-ct-tu/xac-nhan/", {"note": "Đã phổ biến"})["Location"] == f"{CHAIN}12-ct-tu/"
    assert Spread.rows.get().confirmed_at is not None
    assert "1/1 cơ quan đã xác nhận" in _text(chi, f"{CHAIN}12-ct-tu/")


def test_the_chain_grows_flat(world: World, an: Person) -> None:
    record_chain(world)
    sent = {"kind": "directive", "issuer_id": world.unit("tinh-uy")}
    numbers = (f"{n}-CT/TU" for n in range(1, 6))
    grows_flat(an.client, CHAIN, lambda: [an.client.post(f"{CHAIN}ghi/", {**sent, "number": n}) for n in numbers])


@pytest.mark.parametrize("days", [0, 90, 2000])
def test_a_page_says_when_the_end_is_near(world: World, chi: Person, days: int) -> None:
    code = agree(world, from_date=date(2021, 7, 1), to_date=date.fromordinal(world.at.date().toordinal() + days))
    assert ("sắp hết hạn" in _text(chi, f"{LIST}{code}/")) == (days <= 90)
