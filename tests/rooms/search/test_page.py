"""Tìm kiếm: one page over all rooms."""

from __future__ import annotations

import pytest

from tests.world import plans
from tests.world.dispatches import send
from tests.world.flat import grows_flat

PAGE = "/lam-viec/tim/"


def page(person, **asked):
    response = person.client.get(PAGE, asked)
    assert response.status_code == 200
    return response.content.decode()


def test_every_page_has_the_box(world, an, khach):
    assert f'action="{PAGE}"' in an.client.get("/lam-viec/").content.decode()
    assert khach.client.get(PAGE).status_code == 302


def test_results_show_why_they_were_found(world, an, index):
    year = plans.begin(world)
    index()
    html = page(an, q="phong chong")
    assert "<mark>Phòng</mark>, <mark>chống</mark> dịch" in html
    assert f'href="/lam-viec/van-de/{year.topic}/"' in html
    assert "Ban Tuyên giáo Tỉnh ủy Kiên Giang" in html
    assert "phan=obligation" in html  # a facet
    narrowed = page(an, q="phong chong", phan="topic")
    assert f"/lam-viec/van-de/{year.topic}/" in narrowed
    assert "/lam-viec/nghia-vu/NV-" not in narrowed


def test_what_somebody_wrote_stays_text(world, an, index):
    send(world, subject="Thư <img src=x onerror=alert(1)> đê điều", body="<script>alert('đê')</script>")
    index()
    html = page(an, q='đê "điều"')
    assert "<img src=x" not in html
    assert "<script>alert" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert 'value="đê &quot;điều&quot;"' in html


def test_an_outsider_learns_nothing(world, dung, index):
    plans.begin(world)
    index()
    html = page(dung, q="phòng chống dịch")
    assert "Không có kết quả nào bạn được xem" in html
    assert "<mark>" not in html
    suggested = dung.client.get(f"{PAGE}goi-y/", {"q": "phòng"}).content.decode()
    assert "Văn phòng Tỉnh ủy Kiên Giang" in suggested  # units are everybody's
    assert "Phòng, chống" not in suggested


def test_suggestions(world, an, index):
    plans.begin(world)
    index()
    suggested = an.client.get(f"{PAGE}goi-y/", {"q": "phòng ch"}, headers={"HX-Request": "true"}).content.decode()
    assert suggested.strip().startswith('<option value="Phòng, chống dịch trong các khu dân cư"')


def test_what_cannot_be_found_says_what_to_do(world, an, index):
    plans.begin(world)
    index()
    assert "Gõ từ cần tìm" in page(an)
    assert "Không có kết quả trong phạm vi đang lọc" in page(an, q="phòng", nam="1999")
    assert "kết quả chứa phần lớn các từ" in page(an, q="phòng chống dịch zzz")


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "phòng", "trang": "9999"},
        {"q": "phòng", "co_quan": "x"},
        {"q": "phòng", "tu": "2021-99-99"},
        {"q": "phòng", "sap": "xyz"},
        {"q": "phòng", "phan": "../x"},
        {"q": "x" * 5000},
        {"q": "\x00"},
    ],
)
def test_a_bent_address_is_still_a_page(world, an, asked):
    page(an, **asked)


def test_while_the_index_is_rebuilt_the_page_says_so(world, an, indexer):
    plans.begin(world)
    assert "Chỉ mục đang được lập lại" in page(an, q="phòng")
    indexer.run(at=world.at)
    assert "Chỉ mục đang được lập lại" not in page(an, q="phòng")


def test_the_page_grows_flat(world, an, index):
    for n in range(3):
        send(world, subject=f"Thư số {n} về đê điều")
    index()

    def more():
        for n in range(3, 12):
            send(world, subject=f"Thư số {n} về đê điều")
        index()

    grows_flat(an.client, f"{PAGE}?q=đê+điều", more)
