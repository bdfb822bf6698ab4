"""The photo library: judged, drawn anew, described, used, withdrawn."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image

from phoihop.communications import commands, queries
from phoihop.communications.models import Photo, PhotoFile
from phoihop.documents.commands import spooled
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.publications import queries as publications
from tests.world import news as layer
from tests.world.build import World
from tests.world.news import by


def test_a_photo_is_judged_and_nothing_but_the_picture_is_kept(world: World) -> None:
    drawn = layer.drawn()
    assert [one.width for one in drawn.files] == [320, 640, 900]
    told = commands.add_photo(
        unit_id=world.unit("btg-tinh-uy"), drawn=drawn, alt="Tàu cá", by=by(world, "an"), at=world.at
    )
    for file in PhotoFile.rows.filter(photo__code=told.code):
        content = bytes(file.content)
        assert "MÁY ẢNH BÍ MẬT".encode() not in content
        assert not Image.open(io.BytesIO(content)).getexif()
    assert publications.pictures_of([told.code]) == {}  # nothing is out


@pytest.mark.slow
@pytest.mark.once
def test_marks_in_a_photo_are_read(world: World) -> None:
    words = "ỦY BAN NHÂN DÂN TỈNH\nTUYỆT MẬT\nKính gửi: các cơ quan trong tỉnh\nNội dung gồm hai phần."
    content = layer.picture(words, (1654, 1200), colour="#ffffff")
    with pytest.raises(Refused, match="Bộ lọc bảo mật"):
        layer.drawn(content)
    assert not Photo.rows.exists()


@pytest.mark.parametrize("content", [b"", b"khong phai anh", b"\xff\xd8\xff\xe0" + b"x" * 200, b"GIF89a" + b"\0" * 40])
def test_what_is_no_photo_is_refused(world: World, content: bytes) -> None:
    with pytest.raises(Refused, match="không giữ lại gì"):
        commands.draw_photo(spool=spooled(io.BytesIO(content), name="a.jpg"), name="a.jpg")


def test_a_photo_needs_words_for_those_who_cannot_see_it(world: World) -> None:
    with pytest.raises(Refused, match="không nhìn thấy ảnh"):
        layer.photo(world, alt="  ")
    with pytest.raises(Refused, match="chưa tới"):
        layer.photo(world, taken_date=local_date(world.at) + timedelta(days=1))
    with pytest.raises(NotAllowed):
        layer.photo(world, who="giang")


def test_the_same_file_is_the_same_photo(world: World) -> None:
    assert layer.photo(world).code == layer.photo(world).code
    assert layer.photo(world, who="dung").code != layer.photo(world).code


def test_found_by_its_words_with_or_without_marks(world: World) -> None:
    row = layer.photo(world)
    ha = by(world, "ha")
    for words in ("bến", "ben ca", "BẾN CÁ", "minh hoa"):
        assert [line.code for line in queries.photos(ha, words=words).lines] == [row.code], words
    assert queries.photos(ha, words="đồng lúa").lines == ()
    assert queries.photos(by(world, "dung"), words="bến").lines == ()
    with pytest.raises(NotVisible):
        queries.photo_value(by(world, "dung"), row.code)
    with pytest.raises(NotVisible):
        queries.photo_file(by(world, "dung"), row.code, 320)


def test_goes_out_with_its_article_but_not_into_the_library(world: World) -> None:
    row = layer.photo(world)
    found = layer.published(world, picture=row.code)
    line = publications.publication(found.code).line
    assert line.picture.code == row.code
    assert line.picture.alt == "Tàu cá nằm bến lúc sáng"
    assert line.details.photo_credit == "Ảnh minh họa"
    assert publications.library()[0] == []
    commands.publish_photo(code=row.code, by=by(world, "ha"), at=world.at)
    assert [one.code for one in publications.library()[0]] == [row.code]
    assert commands.publish_photo(code=row.code, by=by(world, "ha"), at=world.at) is None
    assert queries.photo_value(by(world, "ha"), row.code).used_in == ((found.code, layer.TITLE, "PUBLISHED"),)


def test_other_words_are_out_at_once(world: World) -> None:
    row = layer.photo(world)
    commands.publish_photo(code=row.code, by=by(world, "ha"), at=world.at)
    commands.describe_photo(code=row.code, alt="Tàu cá rời bến", by=by(world, "an"), at=world.at)
    assert publications.pictures_of([row.code])[row.code].alt == "Tàu cá rời bến"


def test_withdrawn_it_is_gone_everywhere(world: World) -> None:
    row = layer.photo(world)
    found = layer.published(world, picture=row.code)
    waiting = layer.approved(world, picture=row.code)
    with pytest.raises(NotAllowed):
        commands.withdraw_photo(code=row.code, reason="x", by=by(world, "an"), at=world.at)
    commands.withdraw_photo(code=row.code, reason="Người trong ảnh không đồng ý.", by=by(world, "ha"), at=world.at)
    assert publications.publication(found.code).line.picture is None
    assert publications.picture_file(row.code, 320) is None
    assert not PhotoFile.rows.filter(photo=row).exists()
    with pytest.raises(Refused, match="không dùng được"):
        commands.publish_article(code=waiting.code, by=by(world, "ha"), at=world.at)
    assert layer.photo(world).code != row.code  # the file may come in anew


def test_another_units_photo_only_once_it_is_out(world: World) -> None:
    row = layer.photo(world, who="dung")
    found = layer.approved(world, picture=row.code)
    with pytest.raises(Refused, match="không dùng được"):
        commands.publish_article(code=found.code, by=by(world, "ha"), at=world.at)
