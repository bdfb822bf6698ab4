"""Passwords that are refused besides those Django knows: found in breaches, or made of words about the account.

The list of breached passwords is the operator's (`PHOIHOP_BREACHED_PASSWORDS`) and lies on this machine: one file of
lines `SHA1:COUNT` in the order of the hashes, or a folder of range files named by the first five digits. One password
costs some twenty short reads; nothing is held in memory.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from phoihop.ground.text import fold
from phoihop.organizations.queries import words_about

PREFIX = 5  # hexadecimal digits that name a range file
LONGEST_LINE = 64  # SHA-1, colon, count, end of line
SHORTEST_WORD = 4  # letters of a word about the account that count
MOST_TOGETHER = 4  # words of a name that are written as one


class NotBreached:
    """Refuses what is in the operator's list. Without a list it refuses nothing."""

    def validate(self, password: str, user: Any = None) -> None:
        where = settings.PHOIHOP_BREACHED_PASSWORDS
        if where is not None and is_listed(Path(where), password):
            sentence = _("Mật khẩu này đã bị lộ ở nơi khác nên kẻ gian sẽ thử nó. Hãy chọn mật khẩu khác.")
            raise ValidationError(sentence, code="password_breached")

    def get_help_text(self) -> str:
        return _("Không dùng mật khẩu đã bị lộ ở nơi khác.")


class NotAboutTheAccount:
    """Refuses what is little more than a name: of the product, of the person, of the unit."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = plain = _letters(password)
        for word in sorted(_words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if plain != rest and len(rest) < len(plain) / 2:
            sentence = _("Mật khẩu gồm phần lớn là tên người, tên cơ quan hoặc tên phần mềm. Hãy chọn mật khẩu khác.")
            raise ValidationError(sentence, code="password_about_account")

    def get_help_text(self) -> str:
        return _("Không dùng tên người, tên cơ quan.")


def is_listed(where: Path, password: str) -> bool:
    """Whether the list at `where` holds this password. A list that cannot be read is an error, not an empty one."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    if not where.is_dir():
        with where.open("rb") as file:
            return _is_in(file, wanted)
    for name in (wanted[:PREFIX], f"{wanted[:PREFIX]}.txt"):
        if (where / name).exists():
            with (where / name).open("rb") as file:
                return _is_in(file, wanted[PREFIX:])
    return False


def _is_in(file: BinaryIO, wanted: str) -> bool:
    """Binary search over the bytes of a sorted file: half of it is left out with each line read."""
    low, high = 0, file.seek(0, 2)
    while low < high:
        middle = (low + high) // 2
        file.seek(max(middle - 1, 0))
        if middle:
            file.readline(LONGEST_LINE)  # to the beginning of the next line
        found = file.readline(LONGEST_LINE).partition(b":")[0].strip().decode("ascii", "replace").upper()
        if found == wanted:
            return True
        if found and found < wanted:
            low = file.tell()
        else:
            high = middle
    return False


def _words(user: Any) -> set[str]:
    """Words about the account, and what neighbouring ones make when written together."""
    words = {"phoihop", "matkhau", "password"}
    for text in words_about(user) if user is not None else ():
        parts = [_letters(part) for part in fold(text).split()]
        words |= {"".join(parts[at : at + many]) for at in range(len(parts)) for many in range(1, MOST_TOGETHER + 1)}
    return {word for word in words if len(word) >= SHORTEST_WORD}


def _letters(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())
