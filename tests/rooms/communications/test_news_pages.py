"""The editor's desk in the browser of each of the cast: what is shown, what is refused, at what cost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from phoihop.communications import commands
from phoihop.communications.models import Article, Photo
from phoihop.ground.sheet import Waiting, waits_of
from phoihop.publications import queries as publications
from tests.world import news as layer
from tests.world import plans as plan_layer
from tests.world.build import World
from tests.world.flat import grows_flat
from tests.world.news import by

NEWS, PHOTOS, CARDS, PORTAL = (f"/lam-viec/{part}/" for part in ("tin-bai", "anh", "kinh-nghiem", "cong-thong-tin"))


def read(person: Any, url: str, status: int = 200) -> str:
    response = person.client.get(url)
    assert response.status_code == status, response.content.decode()[:2000]
    return str(response.content.decode())


def post(person: Any, url: str, status: int = 302, **fields: Any) -> Any:
    response = person.client.post(url, fields)
    assert response.status_code == status, response.content.decode()[:3000]
    return response


def test_an_article_from_a_topic_to_the_public_by_its_buttons(
    world: World, an: Any, binh: Any, ha: Any, dung: Any
) -> None:
    layer.headings(world)
    photo = layer.photo(world)
    year = plan_layer.begin(world)
    topic = read(an, f"/lam-viec/van-de/{year.topic}/")
    begin = f"{NEWS}viet/?tu={year.topic}"
    assert begin in topic
    form = read(an, begin)
    assert f'value="{plan_layer.TITLE}"' in form
    assert "Sở Y tế" in form
    answer = post(
        an,
        begin,
        title=plan_layer.TITLE,
        summary="Một câu.",
        text="Nội dung **cho người dân**.",
        byline="Nguyễn Văn An",
        category="y-te",
        picture=photo.code,
        related=f"{year.topic}, {year.plan}",
    )
    url = answer["Location"]
    code = url.split("/")[-2]
    row = Article.rows.get(code=code)
    assert (row.dossier, row.related) == (year.topic, [year.topic, year.plan])
    page = read(an, url)
    assert "<strong>cho người dân</strong>" in page
    assert f"{PHOTOS}{photo.code}/900.webp" in page
    post(an, f"{url}trinh/", version=row.version)
    assert "Chờ cơ quan bạn duyệt" in read(binh, NEWS)
    post(binh, f"{url}duyet/", version=row.version + 1)
    post(ha, f"{url}cong-bo/", version=row.version + 2)
    public = Client().get(f"/tin/{code}/").content.decode()
    assert "<strong>cho người dân</strong>" in public
    assert "Nguyễn Văn An" in public
    assert f"/anh/{photo.code}-" in public
    assert plan_layer.TITLE in read(an, f"/lam-viec/van-de/{year.topic}/")
    assert read(dung, url, 404)


def test_exactly_what_the_public_will_see(world: World, ha: Any) -> None:
    layer.headings(world)
    photo = layer.photo(world)
    found = layer.approved(world, picture=photo.code, category="nghe-ca", byline="Võ Thu Hà")
    answer = post(ha, f"{NEWS}{found.code}/xem-truoc/")
    before = Client().get(answer["Location"])
    assert before.status_code == 200
    assert before["X-Robots-Tag"] == "noindex"
    assert before["Cache-Control"] == "no-store"
    assert not before.cookies
    seen = before.content.decode()
    laid = re.search(r"/anh/(XT-[0-9a-f]+)-900\.webp", seen)
    assert laid is not None
    assert Client().get(f"/anh/{laid[1]}-900.webp").status_code == 200
    assert Client().get(f"/tin/{found.code}/").status_code == 404
    assert publications.by_codes([found.code]) == {}
    commands.publish_article(code=found.code, by=by(world, "ha"), at=world.at)
    after = Client().get(f"/tin/{found.code}/").content.decode()
    assert _article(seen).replace(laid[1], photo.code) == _article(after)


def _article(page: str) -> str:
    found = re.search(r"<article.*?</article>", page, re.DOTALL)
    assert found is not None
    return found[0]


def test_a_preview_is_over_after_an_hour(world: World, ha: Any, clock: Any) -> None:
    photo = layer.photo(world)
    found = layer.draft(world, picture=photo.code)
    url = post(ha, f"{NEWS}{found.code}/xem-truoc/")["Location"]
    laid = re.search(r"/anh/(XT-[0-9a-f]+)-900\.webp", Client().get(url).content.decode())
    clock.move(minutes=61)
    assert Client().get(url).status_code == 404
    commands.tick(by=layer.Actor.system("deadline-clock"), at=clock.at)
    assert Client().get(f"/anh/{laid[1]}-900.webp").status_code == 404
    assert Client().get("/xem-truoc/khong-co/").status_code == 404


def test_a_card_is_previewed_as_it_will_stand(world: World, ha: Any, dung: Any) -> None:
    row = layer.card(world)
    url = post(ha, f"{CARDS}{row.code}/xem-truoc/")["Location"]
    assert "Ba cơ quan thống nhất một mẫu" in Client().get(url).content.decode()
    post(dung, f"{CARDS}{row.code}/xem-truoc/", 404)


def test_whoever_is_overtaken_keeps_his_words_beside_the_others(world: World, an: Any, ha: Any) -> None:
    found = layer.draft(world)
    url, version = f"{NEWS}{found.code}/sua/", found.row().version
    post(an, url, title="Bản của An", text="Chữ của An", version=version)
    answer = post(ha, url, 409, title="Bản của Hà", text="Chữ của Hà", version=version)
    page = answer.content.decode()
    assert "Người khác vừa lưu trước bạn" in page
    assert "Chữ của Hà</textarea>" in page
    assert "<del>" in page
    assert "<ins>" in page
    again = re.search(r'name="version" value="(\d+)"', page)
    assert again is not None
    post(ha, url, title="Bản của Hà", text="Chữ của An. Chữ của Hà", version=again[1])
    assert "Chữ của An" in read(an, f"{NEWS}{found.code}/cac-ban/?tu=2&den=3")


def test_given_back_scheduled_and_withdrawn_by_forms(world: World, an: Any, binh: Any, ha: Any) -> None:
    found = layer.sent(world)
    url = f"{NEWS}{found.code}/"
    post(binh, f"{url}tra-lai/", 422, reason="")
    post(binh, f"{url}tra-lai/", reason="Thiếu ngày", version=found.row().version)
    assert "Thiếu ngày" in read(an, f"{url}sua/")
    post(an, f"{url}trinh/")
    post(binh, f"{url}duyet/")
    read(an, f"{url}hen-gio/", 403)
    post(ha, f"{url}hen-gio/", 422, day="2021-08-01", hour="07:00")
    post(ha, f"{url}hen-gio/", day="2021-08-03", hour="07:00", is_embargo="on")
    assert "Giữ đến 7.00, 3/8/2021" in read(an, url)
    post(binh, f"{url}bo-hen/")
    post(ha, f"{url}cong-bo/")
    post(ha, f"{url}rut/", note="Sai ngày")
    assert "Sai ngày" in Client().get(f"/tin/{found.code}/").content.decode()


def test_a_photo_comes_in_by_the_form(world: World, ha: Any, giang: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from io import BytesIO

    file = BytesIO(layer.picture())
    file.name = "tau.jpg"
    answer = post(ha, f"{PHOTOS}dua-vao/", file=file, alt="Tàu cá ở bến", credit="An")
    row = Photo.rows.get()
    assert answer["Location"] == f"{PHOTOS}{row.code}/"
    page = read(ha, f"{PHOTOS}{row.code}/")
    assert "320 × 213, 640 × 427, 900 × 600" in page
    picture = ha.client.get(f"{PHOTOS}{row.code}/320.webp")
    assert picture["Content-Type"] == "image/webp"
    assert read(ha, PHOTOS).count(f"{row.code}/320.webp") == 1
    wrong = BytesIO(b"khong phai anh")
    wrong.name = "a.jpg"
    post(ha, f"{PHOTOS}dua-vao/", 422, file=wrong, alt="A")
    post(giang, f"{PHOTOS}dua-vao/", 403, alt="A")


def test_a_card_is_taken_over_by_the_form(world: World, chi: Any, ha: Any) -> None:
    year = plan_layer.call_round(world)
    row = layer.card_out(world)
    assert f"{CARDS}{row.code}/dung/" in read(chi, f"{CARDS}{row.code}/")
    form = read(chi, f"{CARDS}{row.code}/dung/")
    assert year.plan in form
    answer = post(chi, f"{CARDS}{row.code}/dung/", plan=year.plan, title="Một mẫu cho ngành y tế")
    assert row.code in read(chi, answer["Location"])
    assert "Sở Y tế" in read(ha, f"{CARDS}{row.code}/")


def test_a_readers_word_is_answered_by_the_form(world: World, an: Any, ha: Any, binh: Any, long: Any) -> None:
    found = layer.published(world)
    row = layer.feedback(world, found.code)
    assert "1 góp ý chờ trả lời" in read(ha, NEWS)
    assert layer.TITLE in read(ha, f"{NEWS}gop-y/")
    assert layer.WORDS in read(binh, f"{NEWS}gop-y/{row.code}/")
    post(an, f"{NEWS}gop-y/{row.code}/", 422, answer="")
    post(an, f"{NEWS}gop-y/{row.code}/", answer="Cảm ơn, đã sửa.")
    assert "Cảm ơn, đã sửa." in read(ha, f"{NEWS}gop-y/{row.code}/")
    post(ha, f"{NEWS}gop-y/{row.code}/xoa/")
    assert layer.WORDS not in read(ha, f"{NEWS}gop-y/{row.code}/")
    read(long, f"{NEWS}gop-y/", 403)


def test_the_portal_is_kept_by_forms(world: World, ha: Any, long: Any, an: Any) -> None:
    read(an, PORTAL, 403)
    words = {"programme": "Chương trình", "headline": "Ai hứa gì", "publisher": "Ban", "lede": "", "contact": ""}
    post(long, f"{PORTAL}loi/", **words)
    assert "Ai hứa gì" in Client().get("/").content.decode()
    post(ha, f"{PORTAL}chuyen-muc/", lines="nghe-ca | Nghề cá | Fishing\n\ny-te|Y tế")
    assert [one.english for one in publications.categories()] == ["Fishing", ""]
    post(ha, f"{PORTAL}chuyen-muc/", 422, lines="Nghề cá")
    post(ha, f"{PORTAL}lien-ket/", lines="Cổng | https://example.org/")
    post(ha, f"{PORTAL}trang/", title="Giới thiệu", text="Nội dung", order="10")
    code = read(ha, PORTAL).split(f"{PORTAL}trang/TR-")[1].split("/")[0]
    assert "Nội dung" in Client().get(f"/trang/TR-{code}/").content.decode()
    post(ha, f"{PORTAL}trang/TR-{code}/", title="Giới thiệu", text="Khác", order="10")
    post(ha, f"{PORTAL}trang/TR-{code}/rut/", note="Viết lại")
    assert "Viết lại" in Client().get(f"/trang/TR-{code}/").content.decode()


@pytest.mark.parametrize("url", [NEWS, f"{NEWS}?xem=all", PHOTOS, CARDS, f"{NEWS}gop-y/"])
def test_lists_cost_the_same_however_long(world: World, ha: Any, url: str) -> None:
    def more() -> None:
        for number in range(3):
            found = layer.published(world)
            layer.draft(world)
            layer.photo(world, colour=f"#1{number}{len(Photo.rows.all()) % 10}040")
            layer.card_out(world)
            layer.feedback(world, found.code)

    more()
    grows_flat(ha.client, url, more)


def test_a_long_list_has_a_next_page(world: World, ha: Any) -> None:
    rows = [layer.draft(world, title=f"Tin số {number}") for number in range(52)]
    page = read(ha, NEWS)
    following = re.search(r'rel="next" href="(\?[^"]+)"', page)
    assert following is not None
    assert rows[0].code not in page
    assert rows[0].code in read(ha, NEWS + following[1].replace("&amp;", "&"))
    assert rows[7].code in read(ha, f"{NEWS}?q=tin so 7")


def test_what_waits_is_told(world: World) -> None:
    found = layer.sent(world)
    reader = layer.feedback(world, layer.published(world).code)
    unit = world.unit("btg-tinh-uy")
    waiting: list[Waiting] = [one for one in waits_of([unit], world.at) if one.url.startswith(NEWS)]
    assert {one.code for one in waiting} == {found.code, reader.code}


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "![a](https://x.example/a.png)", "{{ 7*7 }}"]
)
def test_nothing_that_was_typed_is_executed(world: World, ha: Any, text: str) -> None:
    found = layer.published(world, title=f"A {text}", summary=text, text=text, byline=text)
    for page in (read(ha, f"{NEWS}{found.code}/"), Client().get(f"/tin/{found.code}/").content.decode()):
        assert "<script>alert" not in page
        assert 'href="javascript' not in page
        assert 'src="https://x.example' not in page
        assert "<h1>49" not in page
