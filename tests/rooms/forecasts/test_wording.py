"""What may not be asked: sentences that must be refused by their rule, and sentences that must pass."""

from __future__ import annotations

import pytest

from phoihop.forecasts.queries.names import WORDING
from phoihop.forecasts.rules import wording
from tests.rooms.forecasts.sentences import MUST, MUST_NOT


def test_there_are_enough_of_both_and_of_every_rule() -> None:
    assert sum(map(len, MUST.values())) >= 40
    assert len(MUST_NOT) >= 40
    assert set(MUST) == set(wording.OF_QUESTIONS) == set(WORDING)


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in MUST.items() for text in texts])
def test_what_must_be_refused_is(key: str, text: str) -> None:
    assert key in wording.faults_of(text)


@pytest.mark.parametrize("text", MUST_NOT)
def test_what_may_be_asked_passes(text: str) -> None:
    assert wording.faults_of(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Ông  Nguyễn\nVăn Bê có từ chức trước 1/10 không?",
        "O\u0302ng Nguye\u0302\u0303n Va\u0306n Be\u0302 có đi không trước 1/10?",
    ],
)
def test_spelling_apart_hides_no_name(text: str) -> None:
    assert "HONORIFIC" in wording.faults_of(text)


def test_a_reason_may_be_vague_but_names_nobody() -> None:
    assert wording.faults_of("Số ca giảm đáng kể tuần này", wording.OF_REASONS) == ()
    assert wording.faults_of("Theo lời ông Nguyễn Văn Bê", wording.OF_REASONS) == ("HONORIFIC", "NAMED")
