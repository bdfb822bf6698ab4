"""Pure rules: what is no claim, the scale, and how alike two claims are."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.corrections import states
from phoihop.corrections.queries.names import VERDICTS, WORDING
from phoihop.corrections.rules import similar, verdicts, wording
from phoihop.ground.text import fold
from phoihop.portal.pages import corrections as portal

MUST = [(rule.key, text) for rule in wording.RULES for text in rule.must]
MUST_NOT = [text for rule in wording.RULES for text in rule.must_not]


@pytest.mark.parametrize(("key", "text"), MUST)
def test_this_wording_is_no_claim(key: str, text: str) -> None:
    assert key in wording.faults_of(text)


@pytest.mark.parametrize("text", MUST_NOT)
def test_this_wording_is_a_claim(text: str) -> None:
    assert wording.faults_of(text) == ()
    assert not wording.is_too_short(text)


def test_each_rule_has_both_kinds_of_sentences_and_words_for_the_reader() -> None:
    assert {rule.key for rule in wording.RULES} == set(WORDING)
    assert all(len(rule.must) >= 2 and len(rule.must_not) >= 2 for rule in wording.RULES)


def test_marks_typed_apart_are_read_all_the_same() -> None:
    import unicodedata

    assert "OPINION" in wording.faults_of(unicodedata.normalize("NFD", "Theo tôi việc đăng ký tàu cá quá chậm"))


@given(st.text(max_size=600))
def test_no_text_breaks_the_rules(text: str) -> None:
    assert set(wording.faults_of(text)) <= set(WORDING)


def test_every_verdict_has_words_here_and_on_the_portal() -> None:
    assert set(verdicts.KEYS) == set(VERDICTS) == set(portal.VERDICTS)
    assert {str(one) for one in VERDICTS.values()} == {str(one) for one in portal.VERDICTS.values()}
    assert len({one.shape for one in verdicts.SCALE}) == len(verdicts.SCALE)  # shapes tell them apart without colour


def test_only_own_errors_are_corrected() -> None:
    assert verdicts.offered(is_own_error=True) == ("CORRECTED",)
    assert "CORRECTED" not in verdicts.offered(is_own_error=False)


def test_the_numbers_of_the_scale_are_those_of_the_portal() -> None:
    assert (verdicts.BEST, verdicts.WORST) == (portal.BEST, portal.WORST)
    assert all(one.rating is None or verdicts.WORST <= one.rating <= verdicts.BEST for one in verdicts.SCALE)


def test_every_state_is_reached_and_every_step_leads_somewhere() -> None:
    for table in (states.CLAIM, states.REPLY, states.CHECK):
        reached = {following for steps in table.values() for following in steps.values()}
        assert reached <= set(table)
        assert set(table) - reached <= {next(iter(table))}


CLAIM = "Từ 1/8/2021 người dân Kiên Giang phải trả 300.000 đồng cho mỗi liều vắc xin"


@pytest.mark.parametrize(
    "text",
    [
        "Từ ngày 1/8/2021, người dân tỉnh Kiên Giang phải trả 300.000 đồng mỗi liều vắc xin",
        "Tu 1/8/2021 nguoi dan Kien Giang phai tra 300.000 dong cho moi lieu vac xin",
        "Mỗi liều vắc xin người dân Kiên Giang phải trả 300.000 đồng từ 1/8/2021",
    ],
)
def test_the_same_claim_in_other_words_is_the_same(text: str) -> None:
    assert similar.likeness(fold(text), fold(CLAIM)) >= similar.SAME


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 28/7/2021 đập Giang Thành bị vỡ một đoạn 20 mét",
        "Từ 1/8/2021 ngư dân Rạch Giá được miễn phí neo đậu tại cảng Tắc Cậu",
    ],
)
def test_another_claim_is_another(text: str) -> None:
    assert similar.likeness(fold(text), fold(CLAIM)) < similar.SAME


def test_the_nearest_of_many_comes_first() -> None:
    words = fold(CLAIM).split()
    chance = random.Random(7)
    known = {number: " ".join(chance.sample(words, 6) + [str(number)] * 6) for number in range(2000)}
    known[77] = fold("Người dân Kiên Giang phải trả 300.000 đồng một liều vắc xin từ 1/8/2021")
    found = similar.similar(fold(CLAIM), known)
    assert found[0][0] == 77
    assert found == sorted(found, key=lambda one: -one[1])
