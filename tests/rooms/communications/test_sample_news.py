"""The public side of the sample: made through the commands, all of it marked, the same a second time."""

from __future__ import annotations

from phoihop.communications.models import Article, Card, Page, Photo
from phoihop.ground.actor import Actor
from phoihop.publications import queries as publications
from phoihop.site.public_sample import articles, drawings
from tests.world.build import World

BUILDER = Actor.system("sample-builder")


def test_every_drawing_is_a_picture_of_its_own() -> None:
    made = {drawings.drawn(name) for name in drawings.DRAWINGS}
    assert len(made) == len(drawings.DRAWINGS)
    assert {piece.drawing for piece in articles.ARTICLES} == set(drawings.DRAWINGS)


def test_made_once_and_marked(world: World) -> None:
    made = articles.build(by=BUILDER, at=world.at)
    assert made == len(articles.PAGES) + 2 * len(articles.ARTICLES) + len(articles.CARDS)
    assert articles.build(by=BUILDER, at=world.at) == 0
    for model, state in ((Article, "PUBLISHED"), (Card, "PUBLISHED"), (Photo, "PUBLISHED")):
        assert set(model._base_manager.values_list("state", "is_illustration")) == {(state, True)}
    assert set(Page.rows.values_list("is_illustration", flat=True)) == {True}
    assert publications.portal_note().is_illustration
    lines, _key = publications.newest(kinds=("ARTICLE",), limit=20)
    assert len(lines) == len(articles.ARTICLES)
    assert all(line.picture and line.picture.alt and line.is_illustration for line in lines)
    assert [line.published_at for line in lines] == sorted((line.published_at for line in lines), reverse=True)
    assert len(publications.library()[0]) == len(articles.ARTICLES)
    assert {one.key for one in publications.categories()} >= {line.category for line in lines}
