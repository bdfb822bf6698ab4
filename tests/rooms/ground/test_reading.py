"""What a page asks again is asked once, and a command makes it ask anew."""

from __future__ import annotations

import pytest
from django.test import Client

from phoihop.ground.reading import changing, once_a_reading, reading


class Asked:
    """A question that tells how often it came."""

    def __init__(self) -> None:
        self.count = 0
        self.ask = once_a_reading(self._ask)

    def _ask(self, *things: object, **more: object) -> list[int]:
        self.count += 1
        return [self.count]


def test_outside_a_reading_every_question_is_asked():
    asked = Asked()
    assert [asked.ask(1), asked.ask(1)] == [[1], [2]]


def test_in_a_reading_the_same_question_is_asked_once_and_another_anew():
    asked = Asked()
    with reading():
        assert [asked.ask({1, 2}), asked.ask({2, 1}), asked.ask([1, 2]), asked.ask([1, 2])] == [[1], [1], [2], [2]]
        assert asked.ask(code="a") == asked.ask(code="a") != asked.ask(code="b")
    with reading():
        asked.ask({1, 2})
    assert asked.count == 5


def test_any_collection_may_be_asked_for():
    asked, known = Asked(), {"a": 1, "b": 2}
    with reading():
        assert asked.ask(known.keys()) == asked.ask({"a", "b"}) == [1]
        assert asked.ask(known.values()) == asked.ask([1, 2]) == [2]
        assert asked.ask(known) == asked.ask(dict(known)) == [3]
        assert asked.ask("ab") != asked.ask(["a", "b"])


def test_what_was_handed_out_may_be_changed_by_whoever_got_it():
    asked = Asked()
    with reading():
        asked.ask().append(9)
        assert asked.ask() == [1]


def test_a_refusal_is_not_remembered():
    asked = 0

    @once_a_reading
    def refuse() -> None:
        nonlocal asked
        asked += 1
        raise LookupError

    with reading():
        for _each in range(2):
            with pytest.raises(LookupError):
                refuse()
    assert asked == 2


def test_a_command_remembers_nothing_and_makes_forget():
    asked = Asked()
    with reading():
        asked.ask()
        with changing():
            assert [asked.ask(), asked.ask()] == [[2], [3]]
        assert asked.ask() == [4]
        assert asked.ask() == [4]


def test_a_reading_is_forgotten_also_after_a_fault():
    asked = Asked()

    def fail() -> None:
        with reading():
            asked.ask()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert asked.ask() == [2]


def test_the_edition_is_asked_once_a_page_and_by_every_page(world, an):
    from django.db import connection

    def editions(client: Client, method: str) -> int:
        seen: list[str] = []
        with connection.execute_wrapper(lambda run, sql, *rest: (seen.append(sql), run(sql, *rest))[1]):
            getattr(client, method)("/lam-viec/nghia-vu/")
        return sum("organizations_edition" in sql for sql in seen)

    assert [editions(an.client, "get"), editions(an.client, "get"), editions(an.client, "head")] == [1, 1, 1]
    assert editions(an.client, "post") > 1
