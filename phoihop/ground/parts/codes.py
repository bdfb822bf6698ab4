"""A code that a camera reads, as a shape that any page can draw."""

from __future__ import annotations

import segno

BORDER = 4  # squares that must stay empty around it


def camera_code(text: str) -> tuple[str, str]:
    """The QR code of `text` as a view box and a path, each square one unit wide."""
    squares = segno.make(text, error="m", micro=False).matrix
    size = len(squares) + 2 * BORDER
    path = "".join(
        f"M{x + BORDER} {y + BORDER}h1v1h-1z" for y, line in enumerate(squares) for x, dark in enumerate(line) if dark
    )
    return f"0 0 {size} {size}", path
