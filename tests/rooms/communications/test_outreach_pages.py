"""Communication plans through their pages: written, approved, done, printed; who gets which door."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.communications import commands
from phoihop.communications.models import CommunicationPlan, OutreachFlag, OutreachLine, OutreachOutput, OutreachWindow
from tests.world import outreach as layer
from tests.world.build import World

HERE = "/lam-viec/truyen-thong/"


def test_a_plan_through_the_pages(world: World) -> None:
    laid = layer.begun(world)
    an, binh, chi, yen = (world.person(one).client for one in ("an", "binh", "chi", "yen"))
    topic = an.get(f"/lam-viec/van-de/{laid.topic}/").content.decode()
    assert f"{HERE}lap/?ve={laid.topic}" in topic
    made = an.post(f"{HERE}lap/", {"dossier": laid.topic, "title": "Bám biển an toàn", "copied_from": ""})
    code = CommunicationPlan.rows.order_by("-pk").values_list("code", flat=True)[0]
    assert made["Location"] == f"{HERE}{code}/"
    here = f"{HERE}{code}/"
    written = an.post(f"{here}sua/", {"title": "Bám biển an toàn", "goal": "Ngư dân biết lịch", "clause": ""})
    assert written.status_code == 302
    choice = an.get(f"{here}dong/").content.decode()
    assert choice.count(f"{here}dong/?kenh=") == 8
    form = an.get(f"{here}dong/?kenh=ORAL").content.decode()
    assert "Báo cáo viên (chức danh)" in form
    line = {
        "audience": "Ngư dân",
        "message": "Không đánh bắt trái phép",
        "owner_id": world.unit("so-yte"),
        "first_date": "2021-08-10",
        "last_date": "",
        "cost": "1500000",
        "speakers": "Báo cáo viên huyện",
        "places": "Nhà văn hóa ấp 3",
    }
    refused = an.post(f"{here}dong/?kenh=ORAL", line | {"places": ""})
    assert refused.status_code == 422
    looked = an.post(f"{here}dong/?kenh=ORAL", line | {"find": "tài chính", "search": "1"})
    assert looked.status_code == 200
    assert "Ngư dân" in looked.content.decode()
    assert an.post(f"{here}dong/?kenh=ORAL", line)["Location"] == f"{here}dong/1/"
    shown = an.get(f"{here}dong/1/").content.decode()
    assert "1.500.000 đồng" in shown
    assert "ngày dự kiến" in an.get(here).content.decode()
    changed = line | {"message": "Giữ cờ, giữ biển"}
    assert an.post(f"{here}dong/1/sua/", changed).status_code == 302
    assert chi.post(f"{here}dong/1/can-xem-lai/", {"field": "dates", "reason": "Trùng giỗ"}).status_code == 302
    assert an.post(f"{here}trinh/", {}).status_code == 302
    assert binh.post(f"{here}duyet/", {}).status_code == 422
    flag = OutreachFlag.rows.get().pk
    assert "Trùng giỗ" in an.get(f"{here}dong/1/").content.decode()
    assert an.get(f"{here}xem-lai/{flag}/").status_code == 200
    assert an.post(f"{here}xem-lai/{flag}/", {"answer": "Đã hỏi"})["Location"] == f"{here}dong/1/"
    assert binh.post(f"{here}duyet/", {}).status_code == 302
    assert "Đang thực hiện" in binh.get(here).content.decode()
    days = {"first_date": "2021-08-09", "last_date": "2021-08-10", "is_confirmed": "on", "reason": "Chốt"}
    assert chi.post(f"{here}dong/1/ngay/", days).status_code == 302
    begun = chi.post(f"{here}dong/1/san-pham/", {"title": "Buổi nói chuyện", "text": "Đề cương"})
    output = begun["Location"]
    assert chi.post(f"{output}trinh/", {}).status_code == 302
    assert yen.post(f"{output}duyet/", {}).status_code == 302
    assert chi.post(f"{output}hen/", {"first_date": "2021-08-10", "is_confirmed": "on"}).status_code == 302
    assert chi.post(f"{output}da-lam/", {"done_date": "2021-08-02"}).status_code == 422
    proof = {"kind": "LOG", "text": "Sổ ghi buổi nói chuyện", "is_proof": "1"}
    assert chi.post(f"{output}bang-chung/", proof).status_code == 302
    hint = chi.get(f"{output}da-lam/").content.decode()
    assert "đếm người dự từng buổi" in hint
    done = {"done_date": "2021-08-02", "reach": "85", "counted": "Đếm người dự", "cost": "1200000"}
    assert chi.post(f"{output}da-lam/", done).status_code == 302
    page = an.get(output).content.decode()
    assert "85" in page
    assert "Sổ ghi buổi nói chuyện" in page
    assert "tiếp cận 85 lượt" in an.get(f"{HERE}san-pham/?xem=done").content.decode()
    assert an.get(f"/lam-viec/van-de/{laid.topic}/").content.decode().count(code) >= 1


@pytest.mark.parametrize(
    ("door", "who", "status"),
    [
        ("", "an", 200),
        ("", "chi", 200),
        ("", "kim", 200),
        ("", "dung", 404),
        ("", "long", 404),
        ("sua/", "an", 403),  # it is before its approvers
        ("sua/", "chi", 403),
        ("sua/", "dung", 404),
        ("tra-lai/", "binh", 200),
        ("tra-lai/", "an", 403),
        ("dong/1/", "chi", 200),
        ("dong/1/", "dung", 404),
        ("dong/9/", "an", 404),
        ("dong/1/can-xem-lai/", "chi", 200),
        ("dong/1/can-xem-lai/", "kim", 403),
        ("dong/0/can-xem-lai/", "an", 200),
        ("dong/0/giay-to/", "an", 200),
        ("dong/", "an", 403),  # it is before its approvers
    ],
)
def test_doors_of_a_presented_plan(world: World, door: str, who: str, status: int) -> None:
    laid = layer.presented(world)
    assert world.person(who).client.get(f"{HERE}{laid.plan}/{door}").status_code == status


@pytest.mark.parametrize("door", ["", "san-pham/", "chua-lam/", "cho-trung/", "sap-toi/"])
def test_the_lists_are_for_every_seat(world: World, door: str) -> None:
    laid = layer.approved(world)
    for who in ("an", "chi", "dung", "giang", "ha", "kim", "long"):
        assert world.person(who).client.get(HERE + door).status_code == 200
    page = world.person("dung").client.get(HERE + door).content.decode()
    assert ("Đeo khẩu trang" in page) is False
    assert laid.plan not in page


def test_the_rest_of_the_acts(world: World) -> None:
    laid = layer.presented(world)
    an, binh = world.person("an").client, world.person("binh").client
    here = f"{HERE}{laid.plan}/"
    assert binh.post(f"{here}tra-lai/", {"reason": "Thiếu kênh"}).status_code == 302
    assert an.post(f"{here}trinh/", {}).status_code == 302
    assert an.post(f"{here}lay-ve/", {}).status_code == 302
    given = {"kind": "STATEMENT", "text": "Theo chỉ đạo"}
    assert an.post(f"{here}dong/0/giay-to/", given).status_code == 302
    assert an.post(f"{here}giay-to/bo/", {"paper": "1"}).status_code == 302
    assert an.post(f"{here}dong/1/giay-to/", given).status_code == 302
    assert an.post(f"{here}dong/1/giay-to/", {"kind": "LINK", "link": "x"}).status_code == 422
    layer.approve(laid)
    assert an.post(f"{here}mo-lai/", {"reason": "Thêm"}).status_code == 302
    assert an.post(f"{here}dong/1/bo/", {"reason": "Gộp"}).status_code == 302
    assert OutreachLine.rows.get().state == "DROPPED"
    assert an.post(f"{here}bo/", {}).status_code == 422
    copied = an.get(f"{HERE}lap/?tu={laid.plan}").content.decode()
    assert f'value="{laid.plan}" selected' in copied


def test_the_rest_of_an_outputs_acts(world: World) -> None:
    laid = layer.produced(world)
    chi, yen = world.person("chi").client, world.person("yen").client
    here = f"{HERE}san-pham/{laid.output}/"
    assert chi.post(f"{here}sua/", {"title": "Tên khác", "text": "", "product": ""}).status_code == 302
    assert chi.post(f"{here}trinh/", {}).status_code == 302
    assert chi.post(f"{here}lay-ve/", {}).status_code == 302
    assert chi.post(f"{here}trinh/", {}).status_code == 302
    assert yen.post(f"{here}tra-lai/", {"reason": "Dài"}).status_code == 302
    proof = {"kind": "LOG", "text": "Nhật ký", "is_proof": ""}
    assert chi.post(f"{here}bang-chung/", proof).status_code == 302
    assert chi.post(f"{here}bang-chung/bo/", {"paper": "1"}).status_code == 302
    assert chi.get(f"{here}gan/").status_code == 403  # a loudspeaker is no release
    assert chi.post(f"{here}khong-lam/", {"reason": "Loa hỏng"}).status_code == 302
    assert "Loa hỏng" in chi.get(here).content.decode()
    assert chi.get(f"{here}so-lieu/").status_code == 403
    other = layer.produce(laid)
    dropped = chi.post(f"{HERE}san-pham/{other.output}/bo/", {})
    assert dropped["Location"] == f"{HERE}san-pham/"
    assert OutreachOutput.rows.get(code=other.output).state == "DROPPED"


def test_windows_through_the_pages(world: World) -> None:
    laid = layer.approved(world)
    binh = world.person("binh").client
    window = {"first_date": "2021-08-08", "last_date": "2021-08-09", "channels": ["LOUDSPEAKER"], "reason": "Bầu cử"}
    assert binh.post(f"{HERE}ngay-khong-dua-tin/", window | {"reason": ""}).status_code == 422
    assert binh.post(f"{HERE}ngay-khong-dua-tin/", window).status_code == 302
    assert world.person("an").client.get(f"{HERE}ngay-khong-dua-tin/").status_code == 403
    page = binh.get(f"{HERE}cho-trung/").content.decode()
    assert "Rơi vào ngày không đưa tin" in page
    row = OutreachWindow.rows.get()
    assert row.last_date == date(2021, 8, 9)
    assert binh.post(f"{HERE}ngay-khong-dua-tin/{row.pk}/bo/", {"version": "1"}).status_code == 302
    assert "Bầu cử" not in binh.get(f"{HERE}cho-trung/").content.decode()
    assert laid.row().state == "APPROVED"


def test_closing_through_the_page(world: World) -> None:
    laid = layer.drafted(world)
    layer.add(laid, "WEB", owner="btg-tinh-uy")
    layer.approve(laid)
    for number in (1, 2):
        commands.drop_line(code=laid.plan, number=number, reason="Dừng", by=laid.actor("an"), at=world.at)
    binh = world.person("binh").client
    assert binh.post(f"{HERE}{laid.plan}/ket-thuc/", {"result": "Dừng theo chỉ đạo"}).status_code == 302
    assert "Dừng theo chỉ đạo" in binh.get(f"{HERE}{laid.plan}/").content.decode()
    assert laid.plan in binh.get(f"{HERE}?xem=over").content.decode()
