"""Codes of apps against the published vectors; recovery codes."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.organizations.rules import second_factors as rules

KEY = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(  # RFC 6238, appendix B, SHA-1; its eight digits end in our six
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_vectors_of_the_standard(seconds: int, code: str) -> None:
    assert rules.code_at(KEY, seconds // 30) == code[-6:]


@given(st.integers(0, 2**33), st.integers(-4, 4))
def test_one_step_of_drift_and_never_twice(seconds: int, off: int) -> None:
    now = datetime.fromtimestamp(seconds + 300, UTC)
    step = rules.step_of(now) + off
    found = rules.matching_step(KEY, rules.code_at(KEY, step), now)
    if abs(off) <= rules.DRIFT:
        assert found is not None
        assert rules.matching_step(KEY, rules.code_at(KEY, step), now, after=found) is None
    elif found is not None:  # one in a million: two steps with the same code
        assert rules.code_at(KEY, found) == rules.code_at(KEY, step)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_only_wrong(code: str) -> None:
    now = datetime(2021, 7, 5, tzinfo=UTC)
    found = rules.matching_step(KEY, code, now)
    assert found is None or rules.digits_of(code) == rules.code_at(KEY, found)
    assert len(rules.recovery_digest(code, 1)) == 64


def test_recovery_codes_are_read_from_paper() -> None:
    code, *_others = rules.new_recovery_codes()
    assert rules.recovery_digest(f" {code.upper().replace('-', ' ')} ", 7) == rules.recovery_digest(code, 7)
    assert rules.recovery_digest(code, 7) != rules.recovery_digest(code, 8)
    assert not set(code) & set("01ilo")
