"""What a reader may do on a page: the likeliest next step as the one primary act, the rest beside it."""

from dataclasses import dataclass
from typing import Any

from phoihop.ground.parts.values import Link


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the page: a link to its form, or with `version` a button that does it at once."""

    label: str
    url: str
    version: int | None = None

    @property
    def is_button(self) -> bool:
        return self.version is not None


@dataclass(frozen=True, slots=True)
class ActPage:
    """An act that needs words: its form on a page of its own. Without `label` there is nothing to send.

    `finds` shows, behind the field `find`, the button that looks for units.
    """

    title: str
    crumb: Link
    said: str
    form: Any
    label: str
    why: str
    finds: bool = False
