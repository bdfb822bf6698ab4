"""The page of an office's letterhead: what its clerk sets, what a colleague sees, what a stranger does not."""

from __future__ import annotations

import io
from html import unescape

import pytest

from phoihop.reporting.models import Letterhead
from tests.world.flat import grows_flat

HERE = "/lam-viec/mau-van-ban/"


def given(**more):
    values = {
        "system": "PARTY",
        "parent": "Tỉnh ủy Kiên Giang",
        "organ": "Ban Tuyên giáo",
        "place": "Rạch Giá",
        "symbol": "BTGTU",
        "signers": "TRƯỞNG BAN | Trần Thanh Bình\nK/T TRƯỞNG BAN | PHÓ TRƯỞNG BAN | Bùi Công Minh",
        "archive": "Văn phòng Ban",
        "footer": "",
        "about_words": "V/v",
        "measured_for": "STATE",
    }
    return {**values, **more}


@pytest.fixture
def url(world):
    return f"{HERE}{world.code('btg-tinh-uy')}/"


def page(person, url, status=200):
    answer = person.client.get(url)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def test_the_menu_leads_to_ones_own_office(giang, chi, url, world):
    assert giang.client.get(HERE).headers["Location"] == url
    assert chi.client.get(HERE).headers["Location"] == f"{HERE}{world.code('so-yte')}/"


def test_before_anybody_sets_it_the_name_proposes(giang, url):
    html = page(giang, url)
    assert 'value="BAN TUYÊN GIÁO"' in html
    assert 'value="TỈNH ỦY KIÊN GIANG"' in html
    assert "mới là gợi ý từ tên cơ quan" in html
    assert "Còn thiếu chức vụ người ký." in html


def test_the_clerk_sets_it_and_the_page_says_what_departs(giang, url):
    assert giang.client.post(f"{url}sua/", given()).status_code == 302
    html = page(giang, url)
    assert "Không có chỗ nào khác quy cách." in html
    assert "K/T TRƯỞNG BAN | PHÓ TRƯỞNG BAN | Bùi Công Minh" in html
    version = Letterhead.rows.get().version
    wide = {"margin_left": "12", "line": "22", "signers": "TRƯỞNG BAN | TS. Lê Văn Bình"}
    wide = given(measured_for="PARTY", version=version, **wide)
    assert giang.client.post(f"{url}sua/", wide).status_code == 302
    html = page(giang, url)
    assert "Lề trái (mm): đang là 12, quy cách là 30" in html
    assert "đang là 22, quy cách là 18 - 20" in html
    assert "không ghi học hàm, học vị, quân hàm: TS. Lê Văn Bình" in html


def test_measures_of_the_other_system_are_not_taken_over(giang, url):
    shown = given(system="STATE", measured_for="PARTY", line="18", organ_size="14", signers="GIÁM ĐỐC | A")
    assert giang.client.post(f"{url}sua/", shown).status_code == 302
    assert Letterhead.rows.get().measures == {}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"organ": ""}, "Trường này là bắt buộc"),
        ({"signers": "GIÁM ĐỐC | PHÓ | A | B"}, "nhiều nhất ba phần"),
        ({"signers": "GIÁM ĐỐC | PHÓ | A"}, "phần đầu không có TM."),
        ({"margin_left": "200", "measured_for": "PARTY"}, "60"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_place(giang, url, wrong, sentence):
    answer = giang.client.post(f"{url}sua/", given(**wrong))
    assert answer.status_code == 422
    assert sentence in unescape(answer.content.decode())
    assert not Letterhead.rows.exists()


def test_somebody_else_was_faster(giang, url):
    giang.client.post(f"{url}sua/", given())
    giang.client.post(f"{url}sua/", given(place="Hà Tiên", version=1))
    answer = giang.client.post(f"{url}sua/", given(place="Phú Quốc", version=1))
    assert answer.status_code == 409
    assert Letterhead.rows.get().place == "Hà Tiên"


def test_a_colleague_sees_but_may_not(an, url):
    html = page(an, url)
    assert "Lưu mẫu văn bản" not in html
    assert an.client.post(f"{url}sua/", given()).status_code == 403


def test_a_stranger_gets_nothing(dung, chi, url):
    for way in ("", "xem-thu.png", "mau/pdf/"):
        page(dung, f"{url}{way}", 404)
        page(chi, f"{url}{way}", 404)


def test_the_administrator_sets_any(long, url):
    assert long.client.post(f"{url}sua/", given()).status_code == 302
    assert Letterhead.rows.get().organ == "Ban Tuyên giáo"


def test_not_signed_in(khach, url):
    assert khach.client.get(url).status_code == 302


def test_an_office_that_does_not_exist(giang):
    for code in ("DV-kg-khong-co", "VB-1", "x"):
        page(giang, f"{HERE}{code}/", 404)


@pytest.mark.parametrize("kind", ["cong-van", "ke-hoach", "strange"])
def test_the_preview_is_a_picture(an, url, kind):
    from PIL import Image

    answer = an.client.get(f"{url}xem-thu.png", {"loai": kind})
    assert answer.headers["Content-Type"] == "image/png"
    picture = Image.open(io.BytesIO(answer.content))
    assert abs(picture.height / picture.width - 297 / 210) < 0.01
    darkest, lightest = picture.convert("L").getextrema()
    assert darkest < 10
    assert lightest == 255


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("khuon", b"PK")])
def test_samples_to_take_away(an, url, kind, begins):
    answer = an.client.get(f"{url}mau/{kind}/")
    assert answer.content.startswith(begins)
    assert "attachment" in answer.headers["Content-Disposition"]


def test_an_unknown_sample_is_not_there(an, url):
    page(an, f"{url}mau/zip/", 404)


def test_the_page_grows_flat(giang, url):
    giang.client.post(f"{url}sua/", given())
    more = "\n".join(f"K/T TRƯỞNG BAN | PHÓ TRƯỞNG BAN | Người {n}" for n in range(10))
    grows_flat(giang.client, url, lambda: giang.client.post(f"{url}sua/", given(signers=more, version=1)))
