"""Gắn vào hồ sơ: one document, many dossiers, no copy; a dossier opens nothing."""

from __future__ import annotations

import pytest

from phoihop.documents import commands, queries
from phoihop.documents.models import Link
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from tests.world import plans
from tests.world.documents import draft, registered
from tests.world.flat import grows_flat

DOSSIERS = ("VD-kg-2021-0009", "KH-kg-2021-so-tttt")


def link(world, code, about, *, by="giang"):
    return commands.link_document(code=code, about=about, by=world.person(by).actor, at=world.at)


def abouts(code):
    return list(Link.rows.filter(document__code=code).order_by("pk").values_list("about", flat=True))


def test_many_dossiers_without_a_copy(world, giang):
    code = registered(world)
    for about in DOSSIERS:
        link(world, code, f"  {about} ")
    assert abouts(code) == list(DOSSIERS)
    assert queries.document_value(giang.actor, code).links == DOSSIERS
    for about in DOSSIERS:
        assert [line.code for line in queries.documents_about(giang.actor, about)] == [code]


def test_twice_is_harmless(world):
    code = registered(world)
    for _n in range(2):
        link(world, code, DOSSIERS[0])
    assert Entry.rows.filter(kind="document.linked").count() == 1
    for _n in range(2):
        commands.unlink_document(code=code, about=DOSSIERS[0], by=world.person("giang").actor, at=world.at)
    assert Entry.rows.filter(kind="document.unlinked").count() == 1
    assert abouts(code) == []


def test_refused(world, binh, at):
    code = registered(world)
    with pytest.raises(Refused, match="mã hồ sơ"):
        link(world, code, "  ")
    commands.recall_document(code=code, reason="Nhầm", by=binh.actor, at=at)
    with pytest.raises(Refused, match="đã được thu hồi"):
        link(world, code, DOSSIERS[0])


def test_a_dossier_opens_nothing(world, chi, kim):
    """Chi's office is a party of the plan; the paper of another office that hangs on it stays closed to her."""
    year = plans.call_round(world)
    code = registered(world, about=year.plan)
    assert queries.documents_about(chi.actor, year.plan) == []
    assert [line.code for line in queries.documents_about(kim.actor, year.plan)] == [code]


def test_drafts_show_on_a_dossier_only_to_who_works_in_their_unit(world, giang, binh, ha, kim, chi):
    code = draft(world, about=DOSSIERS[0])
    for person in (giang, binh):
        assert [line.code for line in queries.documents_about(person.actor, DOSSIERS[0])] == [code]
    for person in (ha, kim, chi):
        assert queries.documents_about(person.actor, DOSSIERS[0]) == []
        assert queries.documents_of(person.actor, [code]) == {}


def test_who_may(world):
    code = registered(world)
    for name in ("ha", "kim"):
        with pytest.raises(NotAllowed):
            link(world, code, DOSSIERS[0], by=name)
    with pytest.raises(NotVisible):
        link(world, code, DOSSIERS[0], by="chi")


def test_by_the_page(world, giang, chi):
    code = registered(world)
    page, path = f"/lam-viec/van-ban/{code}/", f"/lam-viec/van-ban/{code}/gan/"
    assert giang.client.post(path, {"about": DOSSIERS[0]})["Location"] == page
    assert DOSSIERS[0] in giang.client.get(page).content.decode()
    answer = giang.client.post(path, {"about": ""})
    assert answer.status_code == 422
    assert '<details class="act" open>' in answer.content.decode()
    assert giang.client.post(f"/lam-viec/van-ban/{code}/go/", {"about": DOSSIERS[0]}).status_code == 302
    assert DOSSIERS[0] not in giang.client.get(page).content.decode()
    assert chi.client.post(path, {"about": DOSSIERS[0]}).status_code == 404


def test_the_panel_of_a_topic_shows_them_and_grows_flat(world, an, chi):
    year = plans.notify(world)
    page = f"/lam-viec/van-de/{year.topic}/"

    def add(count):
        return [registered(world, about=year.topic) for _n in range(count)]

    (code,) = add(1)
    answer = an.client.get(page).content.decode()
    assert f'href="/lam-viec/van-ban/{code}/"' in answer
    assert f"/lam-viec/van-ban/dua-vao/?ve={year.topic}" in answer
    assert code not in chi.client.get(page).content.decode()
    grows_flat(an.client, page, lambda: add(5))
