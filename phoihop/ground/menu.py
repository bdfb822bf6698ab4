"""The side menu of a reader: the lines he may open, and behind some a number of what waits for his unit.

All numbers are asked in one statement. It is compiled once for all readers of the same roles, with stand-ins for unit
and day: making the ten questions anew took a third of the time of a small page (decision 0036).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from phoihop.ground import powers, sheet
from phoihop.ground.actor import Actor

HOME = "/lam-viec/"  # every other part lies below it, so it is current only itself
ACCOUNT, UNIT, DAY = 2**62, 2**62 + 1, date(9998, 12, 30)  # stand in for the reader's own; nothing is numbered so


@dataclass(frozen=True, slots=True)
class MenuLine:
    url: str
    label: str
    icon: str
    is_on_phone: bool
    heading: str  # of the group that begins with this line
    count: int = 0
    is_current: bool = False


def menu_of(actor: Actor, path: str, today: date) -> SafeString:
    """The lines of the menu as `actor` sees it on the page `path`, drawn. One query at most."""
    if not actor.is_person:
        return SafeString()
    stand_in, language = _stand_in(actor), get_language() or ""
    lines = _lines(stand_in, language)
    here = [line.url for line in lines if (path == line.url if line.url == HOME else path.startswith(line.url))]
    current = max(here, key=len, default="")
    waiting = _waiting(stand_in, actor, today)
    return SafeString("".join(_drawn(line, waiting.get(line.url, 0), line.url == current, language) for line in lines))


def _stand_in(actor: Actor) -> Actor:
    """Somebody of the same roles with numbers that nobody has."""
    account_id = None if actor.account_id is None else ACCOUNT
    return Actor(
        kind="person", account_id=account_id, unit_id=None if actor.unit_id is None else UNIT, roles=actor.roles
    )


@functools.lru_cache(maxsize=512)
def _lines(stand_in: Actor, language: str) -> tuple[MenuLine, ...]:
    """What a reader of these roles may open, in this language."""
    lines, group = [], 0
    for entry in sheet.menu():
        if powers.may(stand_in, entry.needs):
            heading = str(sheet.MENU_GROUPS[entry.order // 100]) if entry.order // 100 != group else ""
            group = entry.order // 100
            url = reverse(entry.url_name)
            lines.append(MenuLine(url, str(entry.words), entry.icon, entry.is_on_phone, heading))
    return tuple(lines)


@functools.lru_cache(maxsize=4096)
def _drawn(line: MenuLine, count: int, is_current: bool, language: str) -> str:
    return render_to_string("ground/_menu_line.html", {"item": replace(line, count=count, is_current=is_current)})


def _waiting(stand_in: Actor, actor: Actor, today: date) -> dict[str, int]:
    """How many rows wait behind each line that counts some, by its address."""
    urls, sql, params = _question(stand_in)
    if not urls:
        return {}
    own = {ACCOUNT: actor.account_id, UNIT: actor.unit_id, _stored(DAY): _stored(today)}
    with connection.cursor() as cursor:
        cursor.execute(sql, [own.get(param, param) for param in params])
        return dict(zip(urls, cursor.fetchone(), strict=True))


@functools.lru_cache(maxsize=512)
def _question(stand_in: Actor) -> tuple[list[str], str, list[Any]]:
    """The addresses of the lines that count, and the statement that counts for every reader of these roles."""
    urls: list[str] = []
    counts: list[str] = []
    params: list[Any] = []
    for entry in sheet.menu():
        if entry.waiting is None or not powers.may(stand_in, entry.needs):
            continue
        try:
            rows = entry.waiting(stand_in, DAY)
            sql, given = (rows.values("pk") if rows.query.default_cols else rows).query.sql_with_params()
        except EmptyResultSet:  # nothing can wait for such a reader
            continue
        urls.append(reverse(entry.url_name))
        counts.append(f"(SELECT COUNT(*) FROM ({sql}) AS waiting)")  # noqa: S608 - the rooms' own rows
        params += given
    return urls, f"SELECT {', '.join(counts)}", params


def _stored(day: date) -> Any:
    return connection.ops.adapt_datefield_value(day)
