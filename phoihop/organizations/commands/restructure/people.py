"""Posts go over with their people: old ones end the day before, new ones begin, deputies keep their days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from phoihop.ground.command import tell_all
from phoihop.ground.events import Event
from phoihop.organizations import events
from phoihop.organizations.commands.restructure.journal import Changes
from phoihop.organizations.models import Deputy, Post, Seat
from phoihop.organizations.queries.restructure import Planned, PostMove

POST, SEAT, DEPUTY = "organizations.Post", "organizations.Seat", "organizations.Deputy"


def carry_posts(changes: Changes, made: Planned) -> dict[int, int]:
    """Old post -> the one that takes its place. Posts without an heir end with all that hangs on them."""
    changes.about = "post"
    posts, last = made.people.posts, changes.day - timedelta(days=1)
    _end(changes, POST, {post.pk: post.begins for post in posts}, last)
    _end(changes, SEAT, {seat.pk: seat.from_date for post in posts for seat in post.seats}, last)
    new = _new_posts(changes, posts)
    changes.make_all(
        [
            Seat(
                account_id=seat.account_id,
                post_id=new[post.pk],
                role=seat.role,
                valid_from=max(changes.day, seat.from_date or changes.day),
                valid_to=seat.to_date,
            )
            for post in posts
            for seat in post.seats
            if post.pk in new and not seat.is_there
        ]
    )
    _carry_deputies(changes, posts, new, last)
    if told := list(_told(made)):
        tell_all(told)
    return new


def _new_posts(changes: Changes, posts: list[PostMove]) -> dict[int, int]:
    """Those that begin, then those that join one of them or a post the heir has."""
    begin = [post for post in posts if post.to_id is not None and post.joins is None]
    rows = [
        Post(
            unit_id=post.to_id or 0,
            title=post.new_title,
            is_head=post.stays_head,
            valid_from=max(changes.day, post.begins or changes.day),
        )
        for post in begin
    ]
    new = {post.pk: row.pk for post, row in zip(begin, changes.make_all(rows), strict=True)}
    joined = [post for post in posts if post.to_id is not None and post.joins is not None]
    return new | {post.pk: new.get(post.joins or 0, post.joins or 0) for post in joined}


def _carry_deputies(changes: Changes, posts: list[PostMove], new: Mapping[int, int], last: date) -> None:
    """Who stands in goes on standing in for the days that are left; who was to begin later begins there."""
    given = [(post, deputy) for post in posts for deputy in post.deputies]
    begun = [deputy.pk for _post, deputy in given if deputy.from_date < changes.day]
    old = Deputy.rows.in_bulk(begun)
    changes.put(DEPUTY, begun, "to_date", last)
    for post, deputy in given:
        if deputy.from_date < changes.day:
            continue
        if post.pk in new:
            changes.put(DEPUTY, [deputy.pk], "post_id", new[post.pk])
        else:
            changes.put(DEPUTY, [deputy.pk], "withdrawn_at", changes.at)
    changes.make_all(
        [
            Deputy(
                post_id=new[post.pk],
                account_id=deputy.account_id,
                kinds=old[deputy.pk].kinds,
                from_date=changes.day,
                to_date=deputy.to_date,
                reason=old[deputy.pk].reason,
                absence_id=old[deputy.pk].absence_id,
            )
            for post, deputy in given
            if deputy.pk in old and post.pk in new
        ]
    )


def _end(changes: Changes, model: str, begun: Mapping[int, date | None], last: date) -> None:
    """The day before is the last; what had not begun by then ends on its first day, at a unit that is over."""
    changes.put(model, [pk for pk, first in begun.items() if first is None or first <= last], "valid_to", last)
    for pk, first in begun.items():
        if first is not None and first > last:
            changes.put(model, [pk], "valid_to", first)


def _told(made: Planned) -> Iterator[Event]:
    for post in made.people.posts:
        about: dict[str, Any] = {"code": made.refs.rows[made.refs.of[post.from_id]].code, "post_id": post.pk}
        about |= {"title": post.title, "people": len({seat.account_id for seat in post.seats})}
        if post.to_id is None:
            yield events.PostDissolved(**about)
        else:
            heir = made.refs.rows[made.refs.of[post.to_id]].code
            yield events.PostRehomed(**about, heir=heir, new_title=post.new_title)
