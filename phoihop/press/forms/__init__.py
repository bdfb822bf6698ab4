"""Text in, plain values out."""

from phoihop.press.forms.spokespersons import (
    End,
    Name,
    Reach,
    given,
)

__all__ = [
    "End",
    "Name",
    "Reach",
    "given",
]
