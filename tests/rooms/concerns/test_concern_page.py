"""The desk's pages of concerns: what each reader finds, and the whole way through the forms."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from phoihop.concerns import queries
from phoihop.ground.actor import Role
from phoihop.intake import queries as intake
from tests.conftest import StoppedClock
from tests.world import front_desk as desk
from tests.world.build import LOADER, World
from tests.world.flat import grows_flat

HERE = "/lam-viec/phan-anh/"
TEXT = "Trạm y tế hết thuốc huyết áp đã ba tuần. Tôi là Huỳnh Thị Năm, điện thoại 0912345678, nhà số 12/4 hẻm Bà Mụ."
PLACE = desk.places(1)[0][0]


@pytest.fixture(autouse=True)
def _arranged(world: World) -> None:
    desk.arrange(world, most_places=3)


def read(person: Any, url: str, status: int = 200) -> str:
    response = person.client.get(url)
    assert response.status_code == status, response.content.decode()[:3000]
    return html.unescape(response.content.decode())


def post(person: Any, url: str, status: int = 302, **values: Any) -> str:
    response = person.client.post(url, values)
    assert response.status_code == status, response.content.decode()[:3000]
    return html.unescape(response.content.decode())


def version(code: str) -> int:
    return queries.concern_value(LOADER, code).version


def state(code: str) -> str:
    return queries.concern_value(LOADER, code).state


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_queue_has_what_the_reader_may_see(world: World, an: Any, chi: Any, dung: Any, kim: Any) -> None:
    code, _key = desk.send(world, TEXT)
    assert code in read(an, HERE)
    assert code in read(kim, HERE)
    assert code not in read(chi, HERE)
    desk.assign(world, code)
    assert code in read(chi, HERE)
    assert code not in read(dung, HERE)
    assert code in read(chi, f"{HERE}?xem=cua-toi")
    assert code not in read(an, f"{HERE}?xem=moi")


def test_tabs_count_and_filter(world: World, an: Any, clock: StoppedClock) -> None:
    held, _key = desk.send(world, "Bán đất nền", service="khac", flags=("quick",))
    plain, _key = desk.send(world, TEXT, place=PLACE)
    waiting = read(an, f"{HERE}?xem=xem-xet")
    assert held in waiting
    assert plain not in waiting
    assert plain in read(an, f"{HERE}?noi={PLACE}")
    assert held not in read(an, f"{HERE}?linh_vuc=y-te")
    clock.move(days=40)
    assert plain in read(an, f"{HERE}?xem=tre")
    assert "trễ" in read(an, f"{HERE}?xem=tre")


def test_the_queue_takes_the_same_queries_however_long(world: World, an: Any) -> None:
    desk.send(world, TEXT, place=PLACE)
    grows_flat(an.client, HERE, lambda: [desk.send(world, f"{TEXT} {n}", place=PLACE) for n in range(6)])


def test_pages_of_the_queue_follow_each_other(world: World, an: Any) -> None:
    codes = {desk.send(world, f"{TEXT} {n}")[0] for n in range(queries.PAGE + 3)}
    first = read(an, HERE)
    following = re.search(r'rel="next" href="(\?[^"]*)"', first)
    assert following is not None
    second = read(an, HERE + following[1])
    seen = set(re.findall(r"PA-kg-2021-\d+", first)) | set(re.findall(r"PA-kg-2021-\d+", second))
    assert codes <= seen


def test_the_raw_text_is_for_those_who_work_on_it(
    world: World, an: Any, chi: Any, kim: Any, dung: Any, khach: Any
) -> None:
    code, _key = desk.send(world, TEXT, mail="nam@thu-rieng.example")
    one = f"{HERE}{code}/"
    assert "Huỳnh Thị Năm" in read(an, one)
    assert "nam@thu-rieng.example" not in read(an, one)
    assert "Huỳnh Thị Năm" not in read(kim, one)
    assert "chỉ mở cho người tiếp nhận" in read(kim, one)
    read(chi, one, 404)
    read(dung, one, 404)
    assert khach.client.get(one).status_code == 302
    desk.assign(world, code)
    assert "Huỳnh Thị Năm" in read(chi, one)
    assert "0912345678" in read(an, one)  # beside the proposal that covers it


def test_personal_strings_are_proposed_to_be_covered(world: World, an: Any) -> None:
    code, _key = desk.send(world, TEXT)
    page = read(an, f"{HERE}{code}/")
    proposed = re.search(r'<textarea name="public_text"[^>]*>([^<]*)</textarea>', page)
    assert proposed is not None
    assert "0912345678" not in proposed[1]
    assert "[đã che]" in proposed[1]


def test_the_date_is_explained(world: World, an: Any) -> None:
    code, _key = desk.send(world, TEXT)
    page = read(an, f"{HERE}{code}/")
    assert "15 ngày làm việc" in page
    assert 'class="days"' in page
    assert "23/8/2021" in page


def test_one_concern_takes_the_same_queries_with_more_alike(world: World, an: Any) -> None:
    code, _key = desk.send(world, TEXT, place=PLACE)
    desk.send(world, f"{TEXT} Lần hai.", place=PLACE)
    grows_flat(an.client, f"{HERE}{code}/", lambda: [desk.send(world, f"{TEXT} {n}", place=PLACE) for n in range(5)])


# ── the whole way ───────────────────────────────────────────────────────────────────────────────────────────


def test_from_the_queue_to_the_one_answer(world: World, an: Any, binh: Any, chi: Any) -> None:
    head = world.add_person("hoa", "so-yte", [Role.APPROVER], post="Giám đốc")
    doer = world.add_person("lan", "so-tttt", [Role.FOCAL])
    code, _key = desk.send(world, TEXT)
    one = f"{HERE}{code}/"
    wording = {"title": "Trạm y tế hết thuốc", "public_text": "Hết thuốc ba tuần."}
    post(an, f"{one}loi-cong-khai/", **wording, version=version(code))
    assert "Sở Y tế" in read(an, f"{one}giao/")
    post(
        an,
        f"{one}giao/",
        lead_id=world.unit("so-yte"),
        supporting_ids=[world.unit("so-tttt")],
        about="Loa đã báo chưa?",
        version=version(code),
    )
    assert state(code) == "FORWARDED"
    page = read(doer, one)
    assert "Phần của cơ quan bạn" in page
    assert "Loa đã báo chưa?" in page
    post(doer, f"{one}phan-cua-minh/", text="Loa đã báo sáng 2/8.", evidence="Lịch phát thanh", version=1)
    post(chi, f"{one}phan-cua-minh/", text="Thuốc về ngày 4/8.", version=1)
    composing = read(chi, f"{one}soan/")
    assert "Thuốc về ngày 4/8." in composing
    assert "Loa đã báo sáng 2/8." in composing
    post(
        chi,
        f"{one}soan/",
        text="**Thuốc về ngày 4/8.** Loa đã báo sáng 2/8.",
        evidence="Lịch phát thanh | https://vi-du.example/lich",
        version=version(code),
    )
    preview = read(chi, one)
    assert "Người gửi và mọi người sẽ thấy" in preview
    assert "<strong>Thuốc về ngày 4/8.</strong>" in preview
    post(chi, f"{one}trinh/", version=version(code))
    post(an, f"{one}duyet/", 403, version=version(code))
    post(head, f"{one}duyet/", version=version(code))
    assert state(code) == "ANSWERED"
    shown = read(an, one)
    assert "Đã trả lời" in shown
    assert 'href="https://vi-du.example/lich"' in shown
    assert "Công khai câu trả lời…" in read(binh, one)
    assert "Hết thuốc ba tuần." in read(binh, f"{one}cong-khai/")
    post(binh, f"{one}cong-khai/", version=version(code))
    assert queries.concern_value(LOADER, code).published_at is not None
    post(binh, f"{one}rut/", reason="Cần sửa một chữ", version=version(code))
    assert queries.concern_value(LOADER, code).published_at is None


def test_parts_that_are_missing_are_asked_about_before_submitting(world: World, chi: Any) -> None:
    code, _key = desk.send(world, TEXT)
    desk.assign(world, code, "so-yte", "so-tttt")
    one = f"{HERE}{code}/"
    post(chi, f"{one}soan/", text="Thuốc về ngày 4/8.", version=version(code))
    assert "Trình duyệt khi chưa đủ phần" in read(chi, f"{one}trinh/")
    post(chi, f"{one}trinh/", 422, without_parts_reason="", version=version(code))
    post(chi, f"{one}trinh/", without_parts_reason="Việc gấp", version=version(code))
    assert "Đã trình, chờ duyệt" in read(chi, one)


def test_an_answer_goes_back_with_a_reason(world: World, chi: Any) -> None:
    head = world.add_person("hoa", "so-yte", [Role.APPROVER], post="Giám đốc")
    code, _key = desk.send(world, TEXT)
    desk.assign(world, code)
    one = f"{HERE}{code}/"
    post(chi, f"{one}soan/", text="Thuốc sắp về.", version=version(code))
    post(chi, f"{one}trinh/", version=version(code))
    post(head, f"{one}tra-lai/", 422, reason="", version=version(code))
    post(head, f"{one}tra-lai/", reason="Ghi rõ ngày nào", version=version(code))
    assert "Ghi rõ ngày nào" in read(chi, one)


def test_refusing_names_who_is_to_be_turned_to(world: World, an: Any) -> None:
    code, _key = desk.send(world, "Tôi khiếu nại quyết định số 12/QĐ-UBND thu hồi đất.", service="khac")
    one = f"{HERE}{code}/"
    assert state(code) == "HELD"
    assert "Chờ người xem xét trước." in read(an, one)
    post(an, f"{one}tu-choi/", 422, reason="COMPLAINT", owner="", version=version(code))
    post(
        an,
        f"{one}tu-choi/",
        reason="COMPLAINT",
        owner="Ban Tiếp công dân tỉnh",
        words="Xin đến đó.",
        version=version(code),
    )
    page = read(an, one)
    assert "Ban Tiếp công dân tỉnh" in page
    assert "thu hồi đất" not in page


def test_one_press_merges_and_a_reason_parts_again(world: World, an: Any) -> None:
    first, _key = desk.send(world, TEXT, place=PLACE)
    second, _key = desk.send(world, f"{TEXT} Mong sớm có thuốc.", place=PLACE)
    page = read(an, f"{HERE}{second}/")
    assert "Có thể cùng một việc" in page
    assert "giống" in page
    post(an, f"{HERE}{second}/gop/", into=first, version=version(second))
    assert state(second) == "MERGED"
    assert second in read(an, f"{HERE}{first}/")
    post(an, f"{HERE}{second}/tach/", reason="Hai trạm khác nhau", version=version(second))
    assert state(second) == "RECEIVED"


def test_asking_pauses_and_an_answer_by_phone_goes_on(world: World, an: Any, chi: Any) -> None:
    code, _key = desk.send(world, TEXT)
    desk.assign(world, code)
    one = f"{HERE}{code}/"
    post(chi, f"{one}hoi-them/", question="Trạm của ấp nào?", version=version(code))
    assert "Trạm của ấp nào?" in read(an, one)
    post(an, f"{one}bo-sung/", text="Ấp Sáu.", version=version(code))
    assert "Ấp Sáu." in read(chi, one)
    assert state(code) == "FORWARDED"


def test_passing_on_names_the_next_owner(world: World, chi: Any) -> None:
    code, _key = desk.send(world, TEXT)
    desk.assign(world, code)
    one = f"{HERE}{code}/"
    post(chi, f"{one}chuyen/", 422, to_unit_id="", reason="Không phải ngành y", version=version(code))
    post(chi, f"{one}chuyen/", to_unit_id=world.unit("so-tttt"), reason="Việc của loa xã", version=version(code))
    value = queries.concern_value(LOADER, code)
    assert value.lead is not None
    assert value.lead.key == "so-tttt"


def test_disagreeing_climbs_and_the_upper_unit_decides(world: World, chi: Any) -> None:
    head = world.add_person("tam", "ubnd-tinh", [Role.APPROVER], post="Chánh Văn phòng")
    code, _key = desk.send(world, TEXT)
    desk.assign(world, code, "so-yte", "so-tttt")
    one = f"{HERE}{code}/"
    post(chi, f"{one}bat-dong/", reason="Thuốc do bệnh viện cấp", version=version(code))
    page = read(head, one)
    assert "Thuốc do bệnh viện cấp" in page
    assert "Quyết định cơ quan trả lời" in page
    post(
        head,
        f"{one}quyet-dinh/",
        lead_id=world.unit("so-tttt"),
        supporting_ids=[world.unit("so-yte")],
        about="",
        decision="Sở TT&TT trả lời",
        version=version(code),
    )
    assert state(code) == "FORWARDED"


def test_extending_gives_a_new_date_and_says_why(world: World, chi: Any) -> None:
    head = world.add_person("hoa", "so-yte", [Role.APPROVER], post="Giám đốc")
    code, _key = desk.send(world, TEXT)
    desk.assign(world, code)
    one = f"{HERE}{code}/"
    assert "23/8/2021" in read(head, f"{one}gia-han/")
    post(chi, f"{one}gia-han/", 403, to_date="2021-08-30", reason="Chờ thuốc", version=version(code))
    post(head, f"{one}gia-han/", to_date="2021-08-30", reason="Chờ thuốc về", version=version(code))
    page = read(chi, one)
    assert "30/8/2021" in page
    assert "Chờ thuốc về" in page


def test_somebody_was_faster(world: World, an: Any) -> None:
    code, _key = desk.send(world, TEXT)
    old = version(code)
    desk.assign(world, code)
    post(an, f"{HERE}{code}/giao/", 409, lead_id=world.unit("so-tttt"), about="", version=old)


# ── telephone and letters ───────────────────────────────────────────────────────────────────────────────────


def test_a_call_is_noted_down_and_its_code_and_link_are_read_out(world: World, an: Any, chi: Any) -> None:
    form = read(an, f"{HERE}ghi/")
    assert "Y tế, dịch bệnh" in form
    page = post(
        an,
        f"{HERE}ghi/",
        200,
        channel="phone",
        service="kg/y-te",
        place=PLACE,
        text=TEXT,
        phone="0987654321",
    )
    code = re.search(r"PA-kg-2021-\d+", page)
    key = re.search(r"/phan-anh/PA-kg-2021-\d+/([a-z2-7]{16})/", page)
    assert code is not None
    assert key is not None
    assert intake.holds_key(code[0], key[1])
    assert "Sở Y tế" in page
    assert queries.concern_value(LOADER, code[0]).channel == "phone"
    post(an, f"{HERE}ghi/", 422, channel="phone", service="kg/y-te", text="x" * 1001)
    assert "không phải cơ quan tiếp nhận" in read(chi, f"{HERE}ghi/")


# ── personal data ───────────────────────────────────────────────────────────────────────────────────────────


def test_one_page_answers_a_data_subject(world: World, an: Any, chi: Any, kim: Any) -> None:
    code, _key = desk.send(world, TEXT, name="Huỳnh Thị Năm", mail="nam@thu-rieng.example", phone="0912345678")
    one = f"{HERE}{code}/"
    page = read(an, f"{one}lien-he/")
    assert "nam@thu-rieng.example" in page
    assert "đã được ghi lại" in page
    post(an, f"{one}du-lieu/yeu-cau/", wish="SEE", channel="phone", words="Cho tôi biết đang giữ gì")
    held = read(an, f"{one}du-lieu/")
    for words in ("nam@thu-rieng.example", "0912345678", "Cho tôi biết đang giữ gì", "4/8/2021", "Chờ trả lời"):
        assert words in held, words
    assert code in read(an, f"{HERE}du-lieu-ca-nhan/")
    request = re.search(r"DL-kg-2021-\d+", held)
    assert request is not None
    post(an, f"{one}du-lieu/sua/", name="Huỳnh Thị Năm", phone="", mail="nam@khac.example", address="")
    answer = an.client.get(f"{one}du-lieu/tai/")
    assert answer["Content-Type"].startswith("application/json")
    assert "no-store" in answer["Cache-Control"]
    assert "nam@khac.example" in answer.content.decode()
    post(an, f"{HERE}du-lieu-ca-nhan/{request[0]}/tra-loi/", outcome="Đã gửi bản đầy đủ qua thư")
    assert "trả lời đúng hạn" in read(an, f"{one}du-lieu/")
    post(an, f"{one}du-lieu/xoa/", with_text="on", version=version(code))
    erased = read(an, f"{one}du-lieu/")
    assert "nam@khac.example" not in erased
    assert "Huỳnh Thị Năm" not in erased
    read(chi, f"{one}du-lieu/", 404)
    assert kim.client.get(f"{one}du-lieu/").status_code in (403, 404)


# ── settings and figures ────────────────────────────────────────────────────────────────────────────────────


def test_routing_and_clocks_are_data(world: World, an: Any, binh: Any, long: Any) -> None:
    page = read(an, f"{HERE}tuyen/")
    assert "Sở Y tế tỉnh Kiên Giang" in page
    assert "mặc định" in page
    assert f"{HERE}tuyen/kg/dong-ho/" not in page
    read(an, f"{HERE}tuyen/kg/dong-ho/feedback_answer/", 403)
    post(binh, f"{HERE}tuyen/kg/dong-ho/feedback_answer/", days=10, is_working="on")
    code, _key = desk.send(world, TEXT)
    assert "10 ngày làm việc" in read(an, f"{HERE}{code}/")
    post(binh, f"{HERE}tuyen/kg/linh-vuc/", key="cho", name="Chợ", unit_id=world.unit("so-yte"), order=5, is_open="on")
    assert "Chợ" in read(an, f"{HERE}tuyen/")
    post(binh, f"{HERE}tuyen/kg/linh-vuc/cho/", key="cho", name="Chợ, hàng rong", unit_id=world.unit("so-yte"), order=5)
    assert "Chợ, hàng rong" in read(an, f"{HERE}tuyen/")
    post(binh, f"{HERE}tuyen/kg/tuyen/", service="cho", place=PLACE, unit_id=world.unit("so-tttt"), answer_days=7)
    assert "Bỏ tuyến này" in read(binh, f"{HERE}tuyen/")
    post(binh, f"{HERE}tuyen/kg/tuyen/bo/", service="cho", place=PLACE)
    assert "Bỏ tuyến này" not in read(binh, f"{HERE}tuyen/")
    post(binh, f"{HERE}tuyen/kg/dia-diem/", key="kg.rach-soi", name="Phường Rạch Sỏi", parent="")
    assert "Phường Rạch Sỏi" in read(long, f"{HERE}tuyen/?dia_ban=kg")
    post(binh, f"{HERE}tuyen/kg/tiep-nhan/", unit_id=world.unit("vp-tinh-uy"))
    assert "Văn phòng Tỉnh ủy" in read(binh, f"{HERE}tuyen/?dia_ban=kg")
    read(an, f"{HERE}tuyen/?dia_ban=xx", 404)


def test_figures_count_and_open_no_person(world: World, an: Any) -> None:
    code, _key = desk.send(world, TEXT, place=PLACE)
    desk.assign(world, code)
    desk.answered(world, code)
    page = read(an, f"{HERE}so-lieu/")
    assert "Y tế, dịch bệnh" in page
    assert "1 đúng hạn" in page
    assert "Huỳnh" not in page
    assert "Chưa có phản ánh nào" in read(an, f"{HERE}so-lieu/?tu=2020-01-01&den=2020-12-31")


def test_the_obligation_shows_its_concern(world: World, chi: Any) -> None:
    code, _key = desk.send(world, TEXT)
    desk.assign(world, code)
    obligation = queries.concern_value(LOADER, code).obligation
    assert code in read(chi, f"/lam-viec/nghia-vu/{obligation}/")
    assert obligation in read(chi, f"{HERE}{code}/")
