"""The boxes, the letter and its forms, through the browser's door."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.dispatches.queries import in_menu
from tests.world.dispatches import acknowledge, send

BOX = "/lam-viec/cong-van/"


def letter(code, act=""):
    return f"{BOX}{code}/{act}"


def test_in_box_and_out_box(world, an, chi, dung):
    code = send(world)
    assert code in an.client.get(BOX).content.decode()
    assert code not in an.client.get(BOX, {"chieu": "out"}).content.decode()
    assert code in chi.client.get(BOX, {"chieu": "out"}).content.decode()
    assert code not in dung.client.get(BOX).content.decode()


def test_filters(world, an):
    waiting, answered = send(world, subject="Một"), send(world, subject="Hai")
    acknowledge(world, answered)
    page = an.client.get(BOX, {"trang-thai": "waiting"}).content.decode()
    assert waiting in page
    assert answered not in page
    page = an.client.get(BOX, {"trang-thai": "answered"}).content.decode()
    assert answered in page
    assert waiting not in page


@pytest.mark.parametrize("asked", ["chieu=x", "chieu=all", "trang-thai=x", "sau=x", f"sau={'9' * 30}"])
def test_strange_addresses_are_no_fault(world, an, asked):
    assert an.client.get(f"{BOX}?{asked}").status_code == 200


def test_an_auditor_sees_the_letters_of_his_territory(world, kim):
    code = send(world)
    assert code in kim.client.get(BOX, {"chieu": "all"}).content.decode()
    assert kim.client.get(letter(code)).status_code == 200


def test_pages_follow_each_other(world, an):
    codes = [send(world, subject=f"Công văn {n}") for n in range(51)]
    first = an.client.get(BOX).content.decode()
    assert codes[0] not in first
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert codes[0] in an.client.get(following[1].replace("&amp;", "&")).content.decode()


def test_the_box_grows_flat(world, an):
    def count():
        with CaptureQueriesContext(connection) as queries:
            an.client.get(BOX)
        return len(queries)

    send(world)
    count()
    few = count()
    for n in range(10):
        send(world, subject=f"Công văn {n}", to=["btg-tinh-uy", "so-nnptnt"])
    assert count() == few


def test_letter_tells_delivered_and_acknowledged_apart(world, an, chi):
    code = send(world)
    page = chi.client.get(letter(code)).content.decode()
    assert "Chờ tiếp nhận" in page
    assert "Đã giao đến Ban Tuyên giáo" in page
    acknowledge(world, code, reservation="Trả lời trước 10/8")
    page = chi.client.get(letter(code)).content.decode()
    assert "Đã tiếp nhận" in page
    assert "Trả lời trước 10/8" in page
    assert an.actor.post in page


def test_doors(world, an, ha, dung, khach):
    code = send(world)
    assert ha.client.get(letter(code)).status_code == 200
    assert "Tiếp nhận công văn" not in ha.client.get(letter(code)).content.decode()
    assert ha.client.post(letter(code, "tiep-nhan/"), {"version": 1}).status_code == 403
    assert dung.client.get(letter(code)).status_code == 404
    assert dung.client.post(letter(code, "tiep-nhan/"), {"version": 1}).status_code == 404
    for path in (BOX, letter(code), f"{BOX}moi/"):
        answer = khach.client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/dang-nhap/")


def test_acknowledge_by_form(world, an):
    code = send(world)
    assert 'name="version" value="1"' in an.client.get(letter(code)).content.decode()
    answer = an.client.post(letter(code, "tiep-nhan/"), {"version": "1", "reservation": ""})
    assert (answer.status_code, answer["Location"]) == (302, letter(code))
    assert Recipient.rows.get().state == "ACKNOWLEDGED"


def test_somebody_was_faster_keeps_the_text(world, an):
    code = send(world)
    acknowledge(world, code, by="giang")
    answer = an.client.post(letter(code, "tiep-nhan/"), {"version": "1", "reservation": "Ý kiến của tôi"})
    assert answer.status_code == 409
    assert "Ý kiến của tôi" in answer.content.decode()


def test_refuse_without_reason_comes_back(world, an):
    code = send(world)
    answer = an.client.post(letter(code, "tu-choi/"), {"version": "1", "reason": ""})
    assert answer.status_code == 422
    assert "Lý do từ chối" in answer.content.decode()
    assert an.client.post(letter(code, "tu-choi/"), {"version": "1", "reason": "Sai nơi"}).status_code == 302


def test_recall_by_form(world, chi):
    code = send(world)
    assert "Thu hồi công văn" in chi.client.get(letter(code)).content.decode()
    assert chi.client.post(letter(code, "thu-hoi/"), {"reason": "Nhầm"}).status_code == 302
    assert Dispatch.rows.get().state == "RECALLED"
    assert "đã được cơ quan gửi thu hồi" in chi.client.get(letter(code)).content.decode()


def test_write_by_form(world, chi):
    page = chi.client.get(f"{BOX}moi/", {"ve": "KH-kg-2021-so-yte"}).content.decode()
    assert "KH-kg-2021-so-yte" in page
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    typed = {
        "purpose": "INFORM",
        "recipients": [world.unit("btg-tinh-uy")],
        "subject": "Thông báo",
        "body": "Nội dung",
        "about": "KH-kg-2021-so-yte",
        "key": key,
    }
    answer = chi.client.post(f"{BOX}moi/", typed)
    again = chi.client.post(f"{BOX}moi/", typed)
    assert answer.status_code == 302
    assert again["Location"] == answer["Location"]
    row = Dispatch.rows.get()
    assert (row.about, row.dossier) == ("KH-kg-2021-so-yte", "")


def test_wrong_letter_comes_back(world, chi):
    answer = chi.client.post(f"{BOX}moi/", {"purpose": "INFORM", "subject": "", "body": "Giữ lại chữ này"})
    assert answer.status_code == 422
    assert "Giữ lại chữ này" in answer.content.decode()


def test_search_offers_offices_from_elsewhere_and_keeps_the_text(world, chi):
    assert "Ban Tuyên giáo Trung ương" not in chi.client.get(f"{BOX}moi/").content.decode()
    typed = {"purpose": "DO", "subject": "Đang viết", "find": "tuyen giao trung uong", "search": "1"}
    page = chi.client.post(f"{BOX}moi/", typed)
    assert page.status_code == 200
    assert "Ban Tuyên giáo Trung ương" in page.content.decode()
    assert "Đang viết" in page.content.decode()


def test_who_may_not_send_has_no_door(world, ha):
    assert ha.client.get(f"{BOX}moi/").status_code == 403
    assert "Soạn công văn" not in ha.client.get(BOX).content.decode()


def test_the_menu_counts_what_waits_for_the_office(world, an, chi):
    code = send(world)
    assert (in_menu(an.actor, world.at.date()).count(), in_menu(chi.actor, world.at.date()).count()) == (1, 0)
    acknowledge(world, code)
    assert in_menu(an.actor, world.at.date()).count() == 0
