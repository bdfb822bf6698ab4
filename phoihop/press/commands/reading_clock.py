"""What the clock does for the desk: sources whose time has come are read, and what concerns nobody is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import ManyToOneRel, Model

from phoihop.ground.actor import Actor
from phoihop.ground.command import command, nothing_changed, tell_all
from phoihop.ground.powers import ask
from phoihop.press.commands.reading_pulling import pull_due
from phoihop.press.events import reading as events
from phoihop.press.models import Band, Item, ReadingRule, Story
from phoihop.press.rules import reading_terms as terms

MOST_FORGOTTEN = 500  # in one act
MOST_BANDS = 20_000
_OWN = (Item, Band, Story)


def read_and_forget(*, by: Actor, at: datetime) -> int:
    """Twice is harmless."""
    return len(pull_due(by=by, at=at)) + forget(by=by, at=at)


@command("story.forget")
def forget(*, by: Actor, at: datetime) -> int:
    """Items past the term of their territory that no query matched and nobody used are gone, and stories left empty
    with them. Bands go as soon as copies are not sought any more."""
    ask(by, "story.forget")
    late = Band.rows.filter(item__seen_at__lt=at - terms.COPIES).order_by("pk").values_list("pk", flat=True)
    Band.rows.filter(pk__in=list(late[:MOST_BANDS])).delete()
    kept = dict(ReadingRule.rows.values_list("territory", "keep_days"))
    told: list[events.StoryForgotten] = []
    for territory, days in [*kept.items(), ("", terms.KEEP_DAYS)]:
        old = Item.rows.filter(seen_at__lt=at - timedelta(days=days))
        old = old.filter(story__territory=territory) if territory else old.exclude(story__territory__in=list(kept))
        told += _forget(old)
    if told:
        tell_all(told)
    else:
        nothing_changed()
    return len(told)


def _forget(old: Any) -> list[events.StoryForgotten]:
    """Stories all of whose items are old and that nothing hangs on; one that lives keeps all of them."""
    for model, column in _held(Item):
        old = old.exclude(pk__in=model._base_manager.filter(**{f"{column}__isnull": False}).values(column))
    stories = Story.rows.filter(pk__in=old.values("story")).exclude(state="MERGED")
    for model, column in _held(Story):
        stories = stories.exclude(pk__in=model._base_manager.filter(**{f"{column}__isnull": False}).values(column))
    # A story that has an item which stays, stays with all of them.
    stories = stories.exclude(pk__in=Item.rows.exclude(pk__in=old.values("pk")).values("story"))
    rows = list(stories.order_by("pk").values_list("pk", "code")[:MOST_FORGOTTEN])
    gone = [pk for pk, _code in rows]
    merged = list(Story.rows.filter(into__in=gone).values_list("pk", "code"))
    _delete([*gone, *(pk for pk, _code in merged)])
    return [events.StoryForgotten(code=code) for _pk, code in [*rows, *merged]]


def _delete(pks: list[int]) -> None:
    items = Item.rows.filter(story__in=pks)
    Band.rows.filter(item__in=items.values("pk")).delete()
    items.delete()
    Item.rows.filter(came_from__in=pks).update(came_from=None)
    Story.rows.filter(pk__in=pks, state="MERGED").delete()
    Story.rows.filter(pk__in=pks).delete()


def _held(model: type[Model]) -> list[tuple[Any, str]]:
    """The columns of other tables that name rows of this one, of this room and of those above."""
    return [
        (field.related_model, str(field.field.attname))
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, ManyToOneRel) and field.related_model not in _OWN
    ]
