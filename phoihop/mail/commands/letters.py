"""Letters: mails of whoever it may be, to an address of ours that answers nothing and is open to everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from phoihop.mail.outside.parsing import ArrivedFile

LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What somebody wrote of his own accord. It lives until it is handed on: nothing of it is kept by this room."""

    digest: str  # of the mail's bytes: the same letter again has the same
    from_address: str
    subject: str
    text: str
    files: tuple[ArrivedFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """What the one who wrote is told, once. `about` is the code of what was made of the letter. Not taken: `reason`."""

    about: str = ""
    subject: str = ""
    text: str = ""
    reason: str = ""  # of arriving.REASONS


@dataclass(frozen=True, slots=True)
class Letterbox:
    """An address and who takes what comes to it. `take` may be asked twice for one letter and then says the same."""

    address: str
    take: Callable[[Letter, datetime], Acknowledgement]
