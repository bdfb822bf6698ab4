"""An article from its draft to the public and back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from phoihop.communications import commands, queries
from phoihop.communications.models import Article, Wording
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.publications import queries as publications
from tests.world import news as layer
from tests.world import plans as plan_layer
from tests.world.build import World
from tests.world.news import by

CLOCK = Actor.system("deadline-clock")


def test_a_draft_of_the_own_unit(world: World) -> None:
    row = layer.draft(world, byline="Võ Thu Hà").row()
    assert row.code == "TT-kg-2021-0001"
    assert (row.state, row.number, row.byline) == ("DRAFT", 1, "Võ Thu Hà")
    assert publications.publication(row.code) is None
    with pytest.raises(NotAllowed):
        commands.begin_article(unit_id=world.unit("so-yte"), title="A", by=by(world, "ha"), at=world.at)
    with pytest.raises(NotAllowed):
        commands.begin_article(unit_id=world.unit("btg-tinh-uy"), title="A", by=by(world, "giang"), at=world.at)
    with pytest.raises(Refused, match="tiêu đề"):
        commands.begin_article(unit_id=world.unit("btg-tinh-uy"), title=" ", by=by(world, "an"), at=world.at)


def test_outsiders_do_not_know_it(world: World) -> None:
    found = layer.draft(world)
    with pytest.raises(NotVisible):
        commands.write_article(code=found.code, title="B", by=by(world, "dung"), at=world.at)
    with pytest.raises(NotVisible):
        queries.article_value(by(world, "chi"), found.code)
    with pytest.raises(NotAllowed):
        commands.write_article(code=found.code, title="B", by=by(world, "giang"), at=world.at)
    assert queries.article_value(by(world, "kim"), found.code).line.code == found.code


def test_from_the_record_without_retyping(world: World) -> None:
    year = plan_layer.begin(world)
    told = commands.begin_article(unit_id=world.unit("btg-tinh-uy"), source=year.topic, by=by(world, "an"), at=world.at)
    row = Article.rows.get(code=told.code)
    assert row.title == plan_layer.TITLE
    assert (row.source, row.dossier) == (year.topic, year.topic)
    assert year.topic in row.related
    assert year.plan in row.related
    assert "**Cơ quan:**" in row.text
    assert "Sở Y tế" in row.text
    assert "2021" in row.text
    plan = commands.begin_article(unit_id=world.unit("btg-tinh-uy"), source=year.plan, by=by(world, "an"), at=world.at)
    assert Article.rows.get(code=plan.code).dossier == year.plan
    with pytest.raises(NotVisible):
        commands.begin_article(unit_id=world.unit("so-xaydung"), source=year.topic, by=by(world, "dung"), at=world.at)


def test_the_way_out(world: World) -> None:
    layer.headings(world)
    found = layer.published(world, category="nghe-ca", byline="Võ Thu Hà")
    row = found.row()
    assert (row.state, row.out_number, row.out_version) == ("PUBLISHED", 1, 1)
    out = publications.publication(found.code)
    assert out is not None
    assert (out.line.title, out.line.byline, out.line.category) == (layer.TITLE, "Võ Thu Hà", "nghe-ca")
    assert out.line.unit_name.startswith("Ban Tuyên giáo")
    assert out.line.published_at == world.at
    assert "<strong>31/8</strong>" in out.body
    said = list(Entry.rows.filter(code=found.code).order_by("pk").values_list("kind", flat=True))
    assert said == [
        "article.begun",
        "article.sent",
        "article.approved",
        "publication.published",
        "article.published",
    ]
    with pytest.raises(Refused, match="trạng thái"):
        commands.publish_article(code=found.code, by=by(world, "ha"), at=world.at)


def test_nobody_approves_his_own_words(world: World) -> None:
    found = layer.sent(world)
    row = found.row()
    Wording.rows.filter(article=row).update(account_id=by(world, "binh").account_id)
    with pytest.raises(Refused, match="không tự duyệt"):
        commands.approve_article(code=found.code, by=by(world, "binh"), at=world.at)
    assert not queries.article_value(by(world, "binh"), found.code).rights.approve
    assert queries.article_value(by(world, "minh"), found.code).rights.approve
    commands.approve_article(code=found.code, by=by(world, "minh"), at=world.at)
    with pytest.raises(NotAllowed):
        commands.approve_article(code=layer.sent(world).code, by=by(world, "ha"), at=world.at)


def test_what_was_not_approved_does_not_go_out(world: World) -> None:
    for found in (layer.draft(world), layer.sent(world)):
        with pytest.raises(Refused):
            commands.publish_article(code=found.code, by=by(world, "ha"), at=world.at)
        assert publications.publication(found.code) is None
    found = layer.approved(world)
    with pytest.raises(NotAllowed):
        commands.publish_article(code=found.code, by=by(world, "an"), at=world.at)
    commands.take_back_article(code=found.code, by=by(world, "an"), at=world.at)
    assert (found.row().state, found.row().approved_number) == ("DRAFT", 0)


def test_given_back_with_a_word(world: World) -> None:
    found = layer.sent(world)
    with pytest.raises(Refused):
        commands.return_article(code=found.code, reason=" ", by=by(world, "binh"), at=world.at)
    commands.return_article(
        code=found.code, reason="Thiếu số điện thoại đường dây nóng", by=by(world, "binh"), at=world.at
    )
    row = found.row()
    assert (row.state, row.returned_reason) == ("DRAFT", "Thiếu số điện thoại đường dây nóng")


def test_two_write_at_once_and_no_word_is_lost(world: World) -> None:
    found = layer.draft(world)
    version = found.row().version
    first = {"title": "Bản của An", "text": "Chữ của An", "version": version}
    second = {"title": "Bản của Hà", "text": "Chữ của Hà", "version": version}
    commands.write_article(code=found.code, **first, by=by(world, "an"), at=world.at)
    with pytest.raises(SomebodyWasFaster) as faster:
        commands.write_article(code=found.code, **second, by=by(world, "ha"), at=world.at)
    assert faster.value.version == version + 1
    commands.write_article(code=found.code, **{**second, "version": version + 1}, by=by(world, "ha"), at=world.at)
    texts = Wording.rows.filter(article__code=found.code).order_by("number").values_list("text", flat=True)
    assert list(texts) == [layer.TEXT, "Chữ của An", "Chữ của Hà"]
    again = commands.write_article(
        code=found.code, title="Bản của Hà", text="Chữ của Hà", by=by(world, "ha"), at=world.at
    )
    assert again is None


def test_a_new_version_says_why(world: World) -> None:
    found = layer.published(world)
    an, ha, binh = (by(world, name) for name in ("an", "ha", "binh"))
    later = world.at + timedelta(days=1)
    commands.revise_article(code=found.code, by=ha, at=later)
    commands.write_article(code=found.code, title=layer.TITLE, text="Hạn mới là **15/9**.", by=an, at=later)
    assert "31/8" in publications.publication(found.code).body
    with pytest.raises(Refused, match="lý do sửa"):
        commands.send_article(code=found.code, by=an, at=later)
    commands.write_article(
        code=found.code, title=layer.TITLE, text="Hạn mới là **15/9**.", note="Gia hạn đăng ký", by=an, at=later
    )
    commands.send_article(code=found.code, by=an, at=later)
    commands.approve_article(code=found.code, by=binh, at=later)
    commands.publish_article(code=found.code, by=ha, at=later)
    newest, oldest = publications.versions(found.code)
    assert (newest.number, newest.note) == (2, "Gia hạn đăng ký")
    assert "31/8" in oldest.body
    out = publications.publication(found.code)
    assert out.line.published_at == world.at
    assert (found.row().out_version, out.line.version) == (2, 2)


def test_a_given_up_version_leaves_what_is_out(world: World) -> None:
    found = layer.published(world)
    ha = by(world, "ha")
    commands.revise_article(code=found.code, by=ha, at=world.at)
    commands.write_article(code=found.code, title="Khác hẳn", text="Khác", by=ha, at=world.at)
    commands.drop_article(code=found.code, by=ha, at=world.at)
    row = found.row()
    assert (row.state, row.title, row.text) == ("PUBLISHED", layer.TITLE, layer.TEXT)
    commands.revise_article(code=found.code, by=ha, at=world.at)
    commands.write_article(code=found.code, title="Lần ba", text="Ba", by=ha, at=world.at)
    numbers = Wording.rows.filter(article=row).order_by("number").values_list("number", "title")
    assert list(numbers) == [(1, layer.TITLE), (2, "Khác hẳn"), (3, "Lần ba")]
    assert found.row().number == 3


def test_withdrawn_with_a_note(world: World) -> None:
    found = layer.published(world)
    with pytest.raises(Refused, match="lý do rút"):
        commands.withdraw_article(code=found.code, note="", by=by(world, "ha"), at=world.at)
    commands.withdraw_article(code=found.code, note="Số liệu chưa được kiểm tra.", by=by(world, "ha"), at=world.at)
    out = publications.publication(found.code)
    assert out.is_withdrawn
    assert out.withdrawn_note == "Số liệu chưa được kiểm tra."
    assert out.body == ""
    assert found.row().state == "WITHDRAWN"
    with pytest.raises(Refused):
        commands.withdraw_article(code=found.code, note="Nữa", by=by(world, "ha"), at=world.at)
    draft = layer.draft(world)
    with pytest.raises(Refused, match="không ở trên cổng"):
        commands.withdraw_article(code=draft.code, note="x", by=by(world, "ha"), at=world.at)


def test_what_is_out_is_withdrawn_while_its_new_version_is_written(world: World) -> None:
    found = layer.published(world)
    commands.revise_article(code=found.code, by=by(world, "ha"), at=world.at)
    commands.withdraw_article(code=found.code, note="Sai ngày.", by=by(world, "binh"), at=world.at)
    assert publications.publication(found.code).is_withdrawn
    commands.revise_article(code=found.code, by=by(world, "ha"), at=world.at)
    commands.drop_article(code=found.code, by=by(world, "ha"), at=world.at)
    assert found.row().state == "DROPPED"


@pytest.mark.parametrize("words", ["Độ mật: MẬT\n\nNội dung", "TỐI MẬT", "Lưu hành nội bộ\n\nNội dung"])
def test_marked_words_do_not_go_out(world: World, words: str) -> None:
    found = layer.draft(world, text=words)
    with pytest.raises(Refused):
        commands.send_article(code=found.code, by=by(world, "ha"), at=world.at)
    assert found.row().state == "DRAFT"
    # written in after the approval by whoever holds the database: the last door still stands
    other = layer.approved(world)
    Article.rows.filter(code=other.code).update(text=words)
    with pytest.raises(Refused):
        commands.publish_article(code=other.code, by=by(world, "ha"), at=world.at)
    with pytest.raises(Refused):
        commands.preview_article(code=other.code, by=by(world, "ha"), at=world.at)
    assert publications.publication(other.code) is None


def test_about_a_case_nobody_speaks_first(world: World) -> None:
    from phoihop.plans import commands as plans

    year = plan_layer.begin(world)
    case = plans.propose_topic(
        code=year.plan, kind="case", title="Vụ việc đang xem xét", is_ad_hoc=True, by=by(world, "chi"), at=world.at
    )
    found = layer.approved(world)
    Article.rows.filter(code=found.code).update(dossier=case.code)
    with pytest.raises(Refused, match="tố tụng"):
        commands.publish_article(code=found.code, by=by(world, "ha"), at=world.at)
    assert publications.publication(found.code) is None
