from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.ground.actor import Role
from phoihop.organizations import rules
from phoihop.organizations.queries import words

days = st.dates(date(2000, 1, 1), date(2040, 1, 1))
roles = st.sets(st.sampled_from(rules.ROLES))
kinds = st.sets(st.sampled_from(sorted(rules.DEPUTY_KINDS)))


@pytest.mark.parametrize("slug", ["kg", "vn", "kg.vinhthanh", "kg.30760"])
def test_a_slug_names_a_place_and_one_inside_it(slug: str) -> None:
    assert rules.is_slug(slug)


@pytest.mark.parametrize("slug", ["", "KG", "kg-1", "kg.", ".kg", "đb", "1a", "kg.a.b", "k" * 41])
def test_anything_else_is_no_slug(slug: str) -> None:
    assert not rules.is_slug(slug)


@pytest.mark.parametrize(("key", "is_key"), [("so-yte", True), ("so--yte", False), ("-so", False), ("Sở", False)])
def test_keys_are_plain_words_and_hyphens(key: str, is_key: bool) -> None:
    assert rules.is_key(key) is is_key


@given(day=days, first=st.none() | days, length=st.none() | st.integers(0, 4000))
def test_a_span_holds_both_its_ends(day: date, first: date | None, length: int | None) -> None:
    last = None if first is None or length is None else first + timedelta(days=length)
    is_in = rules.is_in_force(day, first, last)
    assert is_in == ((first or day) <= day <= (last or day))
    if first and last:
        assert rules.is_in_force(first, first, last)
        assert rules.is_in_force(last, first, last)


@given(kinds=kinds, held=roles)
def test_a_deputy_never_gets_more_than_the_post_has(kinds: set[str], held: set[str]) -> None:
    assert rules.stands_in(kinds, held) <= held


@given(kinds=kinds, held=roles)
def test_more_kinds_never_mean_less_power(kinds: set[str], held: set[str]) -> None:
    assert rules.stands_in(kinds, held) <= rules.stands_in(kinds | {"all"}, held) == frozenset(held)


def test_a_place_lies_in_itself_and_in_those_above() -> None:
    assert rules.above("kg.vinhthanh") == ("kg", "kg.vinhthanh")


def test_every_stored_code_has_a_word() -> None:
    assert set(rules.ROLES) == set(Role)
    assert set(rules.UNIT_KINDS) == set(words.KIND_WORDS)
    assert set(rules.LEVELS) == set(words.LEVEL_WORDS)
    assert set(rules.SUCCESSION_KINDS) == set(words.WAY_WORDS)
    assert set(rules.DEPUTY_KINDS) == set(words.DEPUTY_WORDS)
    assert set(rules.LANGUAGES) == set(words.LANGUAGE_WORDS)
