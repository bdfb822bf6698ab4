"""What goes along when a page is passed on, and where a code leads."""

from __future__ import annotations

import re

from django.utils import timezone

from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible
from phoihop.ground.text import nfc
from phoihop.portal.outside import cards
from phoihop.portal.pages.finding import KIND_WORDS
from phoihop.portal.pages.frame import Site, name_of, standing
from phoihop.publications import queries

_CODE = re.compile(r"[A-Z]{2,4}-[A-Za-z0-9.-]{1,70}")


def share_card(folder: str, code: str) -> bytes:
    """A PNG with the title of what is out at this address. Refused (NotVisible): nothing is."""
    line, known = queries.by_codes([code]).get(code), standing()
    if line is None or line.path != f"/{folder}/{code}/":
        raise NotVisible
    mark = line.details.verdict_words if isinstance(line.details, queries.CorrectionDetails) else ""
    over = f"{KIND_WORDS[line.kind]} · {words.day(timezone.localtime(line.published_at))}"
    return cards.drawn(line.title, over, line.unit_name, name=name_of(known), mark=mark)


def place_of_code(typed: str, site: Site) -> str:
    """The address that a code stands at; what is no code is searched for."""
    text = "".join(nfc(typed[:100]).split())
    code = text[:2].upper() + text[2:]
    if _CODE.fullmatch(code) is None:
        return ""
    if code.startswith("PA-"):
        return site.url(f"/phan-anh/{code}/")
    line = queries.by_codes([code]).get(code)
    return site.url(line.path) if line is not None else ""
