"""The public's door into the house: what is received here waits, sealed, for the room it is for."""

from phoihop.intake.commands.clock import tick
from phoihop.intake.commands.keys import mint_key
from phoihop.intake.commands.receiving import Receipt, key_of, receive
from phoihop.intake.commands.taking import drop, take
from phoihop.intake.commands.throttling import admit, allow, clear_throttles
from phoihop.intake.outside.sealing import public_key
from phoihop.intake.queries import Taken

__all__ = [
    "Receipt",
    "Taken",
    "admit",
    "allow",
    "clear_throttles",
    "drop",
    "key_of",
    "mint_key",
    "public_key",
    "receive",
    "take",
    "tick",
]
