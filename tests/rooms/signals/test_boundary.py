"""The boundary: numbers of many, never a person, an address, an author; small numbers are not shown."""

from __future__ import annotations

import re

import pytest
from django import forms as django_forms
from django.apps import apps
from django.db import IntegrityError, transaction

from phoihop.signals import commands, forms, queries
from phoihop.signals.models import Alarm, Count
from tests.world import concerns as concern_layer
from tests.world import signals as layer
from tests.world.build import World
from tests.world.cast import Person
from tests.world.signals import CLOCK, ONE

OF_A_PERSON = re.compile(
    r"person|author|speaker|poster|user|account|profile|phone|e?mail|birth|gender|citizen|identity|opinion|view|stance"
    r"|sentiment|nick|handle|full_?name|raiser|publisher|outlet|address|url|latitude|sealed"
)


def test_no_column_is_about_a_person_or_an_author() -> None:
    models = list(apps.get_app_config("signals").get_models())
    assert len(models) >= 9
    for model in models:
        names = [field.name for field in model._meta.get_fields()]
        assert [name for name in names if OF_A_PERSON.search(name)] == [], model.__name__


def test_no_form_asks_for_a_person_and_what_is_watched_is_chosen_never_typed() -> None:
    kinds = [one for one in vars(forms).values() if isinstance(one, type) and issubclass(one, django_forms.Form)]
    assert len(kinds) >= 7
    for kind in kinds:
        assert [name for name in kind.base_fields if OF_A_PERSON.search(name)] == [], kind.__name__
    for name in ("source", "topic", "category", "place"):
        assert isinstance(forms.Set.base_fields[name], django_forms.ChoiceField), name


def test_no_word_of_a_concern_is_in_any_row_of_the_room(world: World) -> None:
    code = concern_layer.noted(world, text="Quán cà phê Mắt Biếc mở quá giờ giãn cách.", at=world.at - ONE)
    commands.tick(by=CLOCK, at=world.at)
    assert Count.rows.exists()
    for model in apps.get_app_config("signals").get_models():
        rows = str(list(model._default_manager.values())) if model.__name__ in ("Count", "Morning") else ""
        assert "Mắt Biếc" not in rows
        assert code not in rows


def test_the_database_keeps_the_small_number_threshold(world: World) -> None:
    code = layer.watched(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alarm.rows.filter(code=code).update(least=4)


def test_small_counts_are_shown_as_small_alone(world: World, an: Person) -> None:
    code = layer.alarmed(world)
    html = an.client.get(f"/lam-viec/canh-bao-som/{code}/").content.decode()
    table = html[html.index("Xem bảng số") :]
    assert "dưới 5" in table
    assert not re.findall(r'<td class="n">[1-4]</td>\s*<td class="n">', table)
    assert queries.counted(4, "CONCERNS") == "dưới 5"
    assert queries.counted(0, "CONCERNS") == "0"
    assert queries.counted(2, "PRESS") == "dưới 3"
    assert queries.counted(5, "CONCERNS") == "5"


def test_places_offered_are_communes_and_wider_of_the_own_territory(world: World) -> None:
    assert [slug for slug, _name in queries.places_to_watch("kg")] == ["kg", layer.PLACE]
    assert queries.places_to_watch(layer.PLACE) == [(layer.PLACE, "Phường Vĩnh Thanh")]
    assert queries.places_to_watch("nowhere") == []
