"""The side menu of a reader: the lines he may open, and behind some a number of what waits for him.

All numbers are asked in one statement, written once for all readers of the same roles (`ground/prepared.py`). Lines are
drawn once for all who see them alike.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from phoihop.ground import powers, sheet
from phoihop.ground.actor import Actor
from phoihop.ground.prepared import DAY, Written, stand_in, stored, written

HOME = "/lam-viec/"  # every other part lies below it, so it is current only itself


@dataclass(frozen=True, slots=True)
class MenuLine:
    url: str
    label: str
    icon: str
    is_on_phone: bool
    heading: str  # of the group that begins with this line
    count: int = 0
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    lines: tuple[MenuLine, ...]
    drawn: SafeString


def menu_of(actor: Actor, path: str, today: date) -> Menu:
    """The menu as `actor` sees it on the page `path`. One query at most."""
    if not actor.is_person:
        return Menu((), SafeString())
    language = get_language() or ""
    lines = _lines(stand_in(actor)[0], language)
    here = [line.url for line in lines if (path == line.url if line.url == HOME else path.startswith(line.url))]
    current = max(here, key=len, default="")
    waiting = _waiting(actor, today)
    lines = tuple(
        replace(line, count=waiting.get(line.url, 0), is_current=line.url == current)
        if waiting.get(line.url) or line.url == current
        else line
        for line in lines
    )
    return Menu(lines, SafeString("".join(_drawn(line, language) for line in lines)))


@functools.lru_cache(maxsize=512)
def _lines(reader: Actor, language: str) -> tuple[MenuLine, ...]:
    """What a reader of these roles may open, in this language."""
    lines, group = [], 0
    for entry in sheet.menu():
        if powers.may(reader, entry.needs):
            heading = str(sheet.MENU_GROUPS[entry.order // 100]) if entry.order // 100 != group else ""
            group = entry.order // 100
            url = reverse(entry.url_name)
            lines.append(MenuLine(url, str(entry.words), entry.icon, entry.is_on_phone, heading))
    return tuple(lines)


@functools.lru_cache(maxsize=4096)
def _drawn(line: MenuLine, language: str) -> str:
    return render_to_string("ground/_menu_line.html", {"item": line})


def _waiting(actor: Actor, today: date) -> dict[str, int]:
    """How many rows wait behind each line that counts some, by its address."""
    reader, own = stand_in(actor)
    urls, statement = _question(reader)
    if not urls:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.filled({**own, stored(DAY): stored(today)}))
        return dict(zip(urls, cursor.fetchone(), strict=True))


@functools.lru_cache(maxsize=512)
def _question(reader: Actor) -> tuple[list[str], Written]:
    """The addresses of the lines that count, and the statement that counts for every reader of these roles."""
    urls: list[str] = []
    counts: list[str] = []
    params: list[Any] = []
    for entry in sheet.menu():
        if entry.waiting is None or not powers.may(reader, entry.needs):
            continue
        rows = entry.waiting(reader, DAY)
        one = written(rows.values("pk") if rows.query.default_cols else rows)
        if one.sql:
            urls.append(reverse(entry.url_name))
            counts.append(f"(SELECT COUNT(*) FROM ({one.sql}) AS waiting)")  # noqa: S608 - the rooms' own rows
            params += one.params
    return urls, Written(f"SELECT {', '.join(counts)}", tuple(params))
