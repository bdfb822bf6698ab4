"""Reading the register of spokespersons."""

from phoihop.press.queries.register import (
    SpokespersonLine,
    SpokespersonList,
    SpokespersonValue,
    choices_of,
    contact_of,
    days_between,
    found_spokespersons,
    spokesperson_codes,
    spokesperson_row,
    spokesperson_value,
    spokespersons,
    visible_spokespersons,
)

__all__ = [
    "SpokespersonLine",
    "SpokespersonList",
    "SpokespersonValue",
    "choices_of",
    "contact_of",
    "days_between",
    "found_spokespersons",
    "spokesperson_codes",
    "spokesperson_row",
    "spokesperson_value",
    "spokespersons",
    "visible_spokespersons",
]
