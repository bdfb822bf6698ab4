"""Whose the inbox of a unit is: it never is nobody's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Person = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Owner:
    """`why`: "named", or to where it climbed: "head", "administrator" of the unit, "house" for those of the house."""

    why: str
    post: str
    people: tuple[Person, ...]

    def is_one(self, account_id: int | None) -> bool:
        return any(account_id == one for one, _name in self.people)


def owner_among(
    named_post_id: int | None,
    posts: Iterable[tuple[int, str, bool, bool, Sequence[Person]]],
    house: Callable[[], Sequence[Person]],
) -> Owner:
    """`posts` of the unit: number, title, whether it is the head's, whether an administrator's, its people.

    The post named; vacant, the head's; vacant, the administrator's; else the administrators of the house.
    """
    held = [post for post in posts if post[4]]
    ranked = {
        "named": [post for post in held if post[0] == named_post_id],
        "head": [post for post in held if post[2]],
        "administrator": [post for post in held if post[3]],
    }
    for why, found in ranked.items():
        if found:
            return Owner(why, found[0][1], tuple(found[0][4]))
    return Owner("house", "", tuple(house()))
