"""What is proposed to whoever lets a public wording stand."""

from __future__ import annotations

from phoihop.concerns.queries.held import text_of
from phoihop.concerns.queries.items import visible_row
from phoihop.concerns.queries.values import Masked
from phoihop.concerns.rules.masking import mask
from phoihop.documents.queries import personal_in_words, personal_strings
from phoihop.ground.actor import Actor
from phoihop.ground.powers import ask


def proposed_mask(actor: Actor, code: str) -> Masked:
    """The text as written with what looks personal covered by rule; names are for the person who reads it."""
    row = visible_row(actor, code)
    ask(actor, "concern.read", row)
    text = text_of(row)
    found = tuple(personal_strings([text])) if text else ()
    words = tuple((personal_in_words([kind]), string) for kind, string in found)
    return Masked(text=mask(text, [string for _kind, string in found]), found=words)
