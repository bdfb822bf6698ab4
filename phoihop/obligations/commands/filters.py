"""A person's own views of the board."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, command, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import nfc
from phoihop.obligations import events
from phoihop.obligations.models import SavedFilter

MOST = 30


@command("filter.keep")
def save_filter(*, name: str, query: str, by: Actor, at: datetime) -> events.FilterSaved:
    """Keeps a view under a name; the same name again replaces it. Refused: no name, more than thirty."""
    ask(by, "filter.keep")
    name = " ".join(nfc(name).split())
    if not name or len(name) > 80 or len(query) > 1000:
        raise Refused(_("Tên bộ lọc cần từ 1 đến 80 ký tự."))
    mine = SavedFilter.rows.filter(account_id=by.account_id or 0)
    if not mine.filter(name=name).exists() and mine.count() >= MOST:
        raise Refused(_("Đã có %(most)s bộ lọc; hãy bỏ bớt.") % {"most": MOST})
    SavedFilter.rows.update_or_create(account_id=by.account_id or 0, name=name, defaults={"query": query})
    return tell(events.FilterSaved(code=_code(by), name=name, query=query))


@command("filter.keep")
def drop_filter(*, filter_id: int, by: Actor, at: datetime) -> events.FilterDropped:
    """Drops an own view. Somebody else's does not exist for the reader."""
    ask(by, "filter.keep")
    row = SavedFilter.rows.filter(pk=filter_id, account_id=by.account_id or 0).first()
    if row is None:
        raise NotVisible
    row.delete()
    return tell(events.FilterDropped(code=_code(by), name=row.name))


def _code(by: Actor) -> str:
    return f"TK-{by.account_id}"
