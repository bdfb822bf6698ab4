"""Every page of the portal: there, in both languages, small, without a cookie, kept by caches, safe."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from typing import Any

import pytest
from django.test import Client

from phoihop.publications import commands, queries
from phoihop.publications.queries import path_of
from phoihop.publications.rules.copies import KINDS
from tests.world import portal
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.publications import copy

MOST_BYTES = 100_000
FOREIGN = re.compile(r"""<(?:script|link|img|iframe|source)\b[^>]*\s(?:src|href)=["'](?:https?:)?//(?!testserver)""")


@pytest.mark.parametrize("path", portal.ADDRESSES)
@pytest.mark.parametrize("root", ["", "/en"])
def test_page_is_there_small_and_sets_nothing(out: World, khach: Person, root: str, path: str) -> None:
    answer = khach.client.get(root + path)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert len(answer.content) < MOST_BYTES
    assert not answer.cookies
    assert f'<html lang="{"en" if root else "vi"}">' in html
    assert answer["Content-Language"] == ("en" if root else "vi")
    assert html.count("<h1") == 1
    assert "Cookie" not in answer.get("Vary", "")
    for block in re.findall(r"<script\b[^>]*>", html):
        assert "src=" in block or block == '<script type="application/ld+json">'
    assert not re.search(r"<style\b|\sstyle=|\son\w+=", html)
    loaded = re.sub(r'<link rel="(?:canonical|alternate)"[^>]*>', "", html)
    assert not FOREIGN.search(loaded)


def test_pages_may_be_kept_and_are_asked_for_again_cheaply(out: World, khach: Person) -> None:
    first = khach.client.get("/tin/TT-kg-2021-0001/")
    assert first["Cache-Control"] == "public, max-age=60"
    again = khach.client.get("/tin/TT-kg-2021-0001/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert khach.client.get("/en/tin/TT-kg-2021-0001/", headers={"If-None-Match": first["ETag"]}).status_code == 200
    portal.articles(out, 1)
    assert khach.client.get("/tin/TT-kg-2021-0001/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_forms_are_never_kept(out: World, khach: Person) -> None:
    assert khach.client.get("/tin/TT-kg-2021-0001/gop-y/")["Cache-Control"] == "no-store"


def test_a_signed_in_officer_reads_the_same_page_in_the_language_of_the_address(out: World, an: Person) -> None:
    an.client.cookies["phoihop_language"] = "en"
    assert '<html lang="vi">' in an.client.get("/tin/").content.decode()
    assert an.client.get("/tin/").content == Client().get("/tin/").content


def test_article_says_who_when_and_what_was_changed(out: World, khach: Person) -> None:
    html = khach.client.get("/tin/TT-kg-2021-0001/").content.decode()
    for said in ("Nghề cá", "Sở NN&amp;PTNT", "2/8/2021", "Lê Minh Họa", "Ảnh: Sở NN&amp;PTNT", "Tàu chờ lắp thiết bị"):
        assert said in html
    assert "srcset=" in html
    assert re.search(r'<img [^>]*alt="Thuyền rời cảng cá buổi sáng"', html)
    assert "Bản 2, sửa lúc 11.00, 2/8/2021" in html
    assert "Kế hoạch phối hợp với Sở NN&amp;PTNT năm 2021" in html, "related"
    assert "Tòa án nhân dân tỉnh công bố lịch" in html, "latest"
    assert "Chống khai thác hải sản trái phép" in html, "what it belongs to"
    english = khach.client.get("/en/tin/TT-kg-2021-0001/").content.decode()
    assert "Fisheries" in english
    assert 'href="/en/tin/muc/nghe-ca/"' in english


def test_versions_can_be_compared(out: World, khach: Person) -> None:
    html = khach.client.get("/ban/TT-kg-2021-0001/").content.decode()
    assert "Thêm ai phải đến" in html
    assert "Bản 1 → Bản 2" in html
    assert html.count('class="kind-same"') >= 3, "one paragraph put in does not shift the others"
    assert 'class="kind-ins"' in html
    assert "Đây là bản đầu tiên" in khach.client.get("/ban/TT-kg-2021-0001/?ban=1").content.decode()
    assert khach.client.get("/ban/TT-kg-2021-0001/?ban=nn").status_code == 200
    assert khach.client.get("/ban/TT-kg-2021-0002/").status_code == 404


def test_withdrawn_keeps_its_address_with_the_reason_and_nothing_of_its_text(out: World, khach: Person) -> None:
    page = khach.client.get("/tin/TT-kg-2021-0002/")
    html = page.content.decode()
    assert "Bản tin ghi nhầm ngày; xem bản mới." in html
    assert "bí mật của bản cũ" not in html
    assert '<meta name="robots" content="noindex">' in html
    for path in ("/", "/tin/", "/tin/atom.xml", "/tim/?q=da+rut", "/sitemap.xml"):
        assert "TT-kg-2021-0002" not in khach.client.get(path).content.decode(), path
    assert khach.client.get("/tin/TT-kg-2021-0002/the.png").status_code == 404
    assert khach.client.get("/tin/TT-kg-2021-0002/gop-y/").status_code == 404


def test_how_many_asked_is_told_from_five_on(out: World, khach: Person) -> None:
    like = next(one for one in portal._copies(out) if one.kind == "ANSWER")
    commands.publish(copy=replace(like, details=replace(like.details, raisers=4)), by=LOADER, at=out.at)
    assert "người hỏi" not in khach.client.get("/tra-loi/TL-kg-2021-0001/").content.decode()


CANARY = "zqxkín"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def with_canaries(value: Any) -> Any:
    """The same shape with the canary in every text; days stay days."""
    if isinstance(value, list | tuple):
        return tuple(with_canaries(one) for one in value)
    return CANARY if isinstance(value, str) and value and not _DAY.fullmatch(value) else value


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_withdrawn_one_of_every_kind_is_its_title_and_the_note(world: World, khach: Person, kind: str) -> None:
    portal.frame(world)
    portal.picture(world, alt=CANARY)
    like = next(one for one in portal._copies(world) if one.kind == kind)
    details = {f.name: with_canaries(getattr(like.details, f.name)) for f in fields(like.details)}
    given = replace(
        like,
        title="Tên còn lại",
        summary=CANARY,
        text=f"Câu {CANARY}.",
        byline=CANARY,
        category="nghe-ca",
        picture=portal.PHOTO,
        dossier="",
        details=type(like.details)(**details),
    )
    commands.publish(copy=given, by=LOADER, at=world.at)
    path = path_of(kind, given.code)
    before = khach.client.get(path).content.decode()
    assert CANARY in before
    assert "og:image" in before
    commands.withdraw(code=given.code, note="Lý do rút.", by=LOADER, at=world.at)
    for root in ("", "/en"):
        html = khach.client.get(f"{root}{path}").content.decode()
        assert "Tên còn lại" in html
        assert "Lý do rút." in html
        for gone in (CANARY, portal.PHOTO, "ld+json", "og:image", "article:published_time", "the.png", "gop-y/"):
            assert gone not in html, gone
    assert khach.client.get(f"{path}the.png").status_code == 404
    for other in ("/", "/tin/", "/tin/atom.xml", "/tin/rss.xml", "/tin/feed.json", "/sitemap.xml", f"/tim/?q={CANARY}"):
        html = khach.client.get(other).content.decode()
        assert given.code not in html, other
        assert "Tên còn lại" not in html, other


@pytest.mark.parametrize(
    ("kind", "path"), [("PLAN", f"/ke-hoach/{portal.PLAN}/"), ("TOPIC", f"/van-de/{portal.TOPIC}/")]
)
def test_withdrawn_work_shows_no_figures(out: World, khach: Person, kind: str, path: str) -> None:
    commands.withdraw(code=path.split("/")[2], note="Số liệu đang rà lại.", by=LOADER, at=out.at)
    html = khach.client.get(path).content.decode()
    assert "Số liệu đang rà lại." in html
    assert 'class="meter"' not in html


def test_no_publication_stands_at_the_address_of_another_kind(out: World, khach: Person) -> None:
    for path in (f"/tin/{portal.PLAN}/", "/van-de/TT-kg-2021-0001/", "/trang/TT-kg-2021-0001/", "/tin/muc/khong-co/"):
        assert khach.client.get(path).status_code == 404


def test_plan_shows_the_bar_and_the_same_numbers_as_a_table(out: World, khach: Person) -> None:
    html = khach.client.get(f"/ke-hoach/{portal.PLAN}/").content.decode()
    assert "36% xong, 6% trễ hoặc bị chặn" in html
    assert "33 phần việc, tính đến 2/8/2021" in html
    for word, count in (("Hoàn thành", 12), ("Đang làm", 9), ("Quá hạn", 1), ("Bị chặn", 1), ("Chưa tới kỳ", 10)):
        assert re.search(rf'{word}</th><td class="n">{count}</td>', html)
    assert 'aria-label="hoàn thành 12, đang làm 9, quá hạn 1, bị chặn 1, chưa tới kỳ 10"' in html
    assert "Chống khai thác hải sản trái phép" in html
    table = khach.client.get("/ke-hoach/").content.decode()
    assert '<td role="cell" class="n" data-th="Tổng">33</td>' in table


def test_answer_names_each_unit_with_its_part_and_no_person(out: World, khach: Person) -> None:
    html = khach.client.get("/tra-loi/TL-kg-2021-0001/").content.decode()
    for said in ("Loa xã và thông báo của Sở ghi hai hạn", "hạn và thủ tục", "phát thanh", "7 người hỏi", "2/8/2021"):
        assert said in html


def test_review_links_its_figures_definitions_and_files(out: World, khach: Person) -> None:
    html = khach.client.get("/so-ket/SK-kg-2021-0001/").content.decode()
    for said in ("Nghĩa vụ được nghiệm thu đến ngày chốt", "ký, bảo lưu mục 2", "3 kB", f"/tep/{portal.FILE}"):
        assert said in html
    file = khach.client.get(f"/tep/{portal.FILE}")
    assert file["Content-Type"] == "application/pdf"
    assert b"".join(file.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


def test_only_who_speaks_today_is_named(out: World, khach: Person) -> None:
    html = khach.client.get("/nguoi-phat-ngon/").content.decode()
    assert "Nguyễn Minh Họa" in html
    assert 'href="tel:02973000000"' in html
    assert "Trần Đã Thôi" not in html


def test_photo_comes_in_widths_and_is_kept_for_long_by_its_digest(out: World, khach: Person) -> None:
    line = queries.pictures_of([portal.PHOTO])[portal.PHOTO]
    assert [width for width, _height in line.sizes] == [320, 640, 900]
    kept = khach.client.get(f"/anh/{portal.PHOTO}-640.webp?v={line.digests[1]}")
    assert kept["Content-Type"] == "image/webp"
    assert "immutable" in kept["Cache-Control"]
    assert "31536000" in kept["Cache-Control"]
    assert khach.client.get(f"/anh/{portal.PHOTO}-640.webp?v=other")["Cache-Control"] == "public, max-age=60"
    assert khach.client.get(f"/anh/{portal.PHOTO}-641.webp").status_code == 404
    page = khach.client.get(f"/anh/{portal.PHOTO}/").content.decode()
    assert "Một lịch đăng ký thiết bị giám sát" in page, "where it is used"
    commands.withdraw_picture(code=portal.PHOTO, by=LOADER, at=out.at)
    assert khach.client.get(f"/anh/{portal.PHOTO}/").status_code == 404
    assert khach.client.get(f"/anh/{portal.PHOTO}-640.webp?v={line.digests[1]}").status_code == 404
    assert khach.client.get("/tin/TT-kg-2021-0001/").status_code == 200


def test_card_to_pass_on_is_a_png_of_its_size(out: World, khach: Person) -> None:
    import io

    from PIL import Image

    html = khach.client.get("/tin/TT-kg-2021-0001/").content.decode()
    (address,) = re.findall(r'<meta property="og:image" content="([^"]*)">', html)
    answer = khach.client.get(address[address.index("/tin/") :])
    assert answer["Content-Type"] == "image/png"
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.size == (1200, 630)
    assert len(answer.content) < 60_000
    assert khach.client.get("/ke-hoach/TT-kg-2021-0001/the.png").status_code == 404
    assert khach.client.get("/dinh-chinh/KC-kg-2021-0901/the.png").status_code == 200


def test_nothing_published_yet_is_said_with_the_next_step(world: World, khach: Person) -> None:
    for path in portal.ADDRESSES:
        if path.count("/") == 2 or path == "/":
            html = khach.client.get(path).content.decode()
            assert 'class="empty"' in html or path in ("/nguon-tin/", "/tim/"), path
    assert "Chưa có tin nào" in khach.client.get("/tin/").content.decode()


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("PA-kg-2021-000184", "/phan-anh/PA-kg-2021-000184/"),
        (" pa-kg-2021-000184 ", "/phan-anh/PA-kg-2021-000184/"),
        ("TT-kg-2021-0001", "/tin/TT-kg-2021-0001/"),
        (portal.PLAN, f"/ke-hoach/{portal.PLAN}/"),
        ("TT-kg-2021-9999", "/tim/?q=TT-kg-2021-9999"),
        ("//example.org/", "/tim/?q=%2F%2Fexample.org%2F"),
        ("PA-/../../x", "/tim/?q=PA-%2F..%2F..%2Fx"),
    ],
)
def test_a_code_leads_to_its_page_and_nowhere_else(out: World, khach: Person, typed: str, leads: str) -> None:
    answer = khach.client.get("/ma/", {"ma": typed})
    assert (answer.status_code, answer["Location"]) == (302, leads)


def test_lists_go_on_by_pages_without_missing_or_repeating(out: World, khach: Person) -> None:
    codes = set(portal.articles(out, 45)) | {"TT-kg-2021-0001", "TC-kg-2021-0001"}
    found: list[str] = []
    path = "/tin/"
    while path:
        html = khach.client.get(path).content.decode()
        found += re.findall(r'<h3><a href="/(?:tin|thong-cao)/([^/"]+)/"', html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        path = following[1] if following else ""
    assert sorted(found) == sorted(codes)
    assert khach.client.get("/tin/?truoc=99999999999999999.1").status_code == 200
    assert khach.client.get("/tin/?truoc=x").status_code == 200


COUNTED = {
    "/": 16,
    "/tin/": 8,
    "/tin/muc/nghe-ca/": 8,
    "/tin/TT-kg-2021-0001/": 12,
    f"/ke-hoach/{portal.PLAN}/": 10,
    f"/van-de/{portal.TOPIC}/": 10,
    "/anh/": 8,
    "/tin/atom.xml": 8,
    "/tim/?q=ban+tin": 10,
    "/sitemap.xml": 8,
}


@pytest.mark.parametrize("path", COUNTED)
def test_twice_the_rows_ask_no_more_queries(
    out: World, khach: Person, path: str, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        khach.client.get(path)  # the frame is kept in memory from here on
        with CaptureQueriesContext(
            connection,
        ) as captured:
            khach.client.get(path)
        return len(captured)

    portal.articles(out, 6)
    portal.picture(out, "AN-kg-2021-0002", alt="Ảnh hai")
    before = asked()
    portal.articles(out, 12, first=100)
    portal.picture(out, "AN-kg-2021-0003", alt="Ảnh ba")
    assert asked() == before
    assert before <= COUNTED[path]


def test_json_ld_cannot_be_left_by_any_text(world: World, khach: Person) -> None:
    portal.frame(world)
    nasty = "</script><script>alert(1)</script><!-- \u2028 &amp; ]]>"
    commands.publish(copy=copy(world, title=nasty, summary=nasty, unit_name=nasty), by=LOADER, at=world.at)
    html = khach.client.get("/tin/TT-kg-2021-0001/").content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    (news, *_more) = json.loads(block)["@graph"]
    assert news["headline"] == nasty.replace("\u2028", "\n")
    assert "<script>alert" not in html
