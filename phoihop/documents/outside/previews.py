"""Small pictures of pages, for the confirm screen and the marking page. Refused: NotPictured, also without pages.

Made anew each time and kept nowhere: a paper that is taken away leaves no thumbnail behind.
"""

from __future__ import annotations

import io

from PIL import Image

from phoihop.documents.outside.picturing import opened
from phoihop.documents.outside.refusals import NotPictured

__all__ = ["NotPictured", "page_count", "page_picture"]

_NARROWEST, _WIDEST = 40, 2000
_TALLEST = 3  # times its width: a strip of receipts is shown smaller
_QUALITY = 80


def page_count(content: bytes, media_type: str) -> int:
    """How many pages can be shown. Refused: NotPictured."""
    with opened(content, media_type) as paper:
        return paper.count


def page_picture(content: bytes, media_type: str, page: int, *, width: int) -> bytes:
    """A page as seen, WebP, `width` pixels wide (40 to 2000), less where it is very tall. Refused: NotPictured."""
    wanted = min(max(width, _NARROWEST), _WIDEST)
    with opened(content, media_type) as paper:
        points_wide, points_tall = paper.size(page)
        wanted = max(1, min(wanted, round(wanted * _TALLEST * points_wide / points_tall)))
        picture = paper.picture(page, dpi=wanted * 72 / points_wide)
    tall = max(1, round(picture.height * wanted / picture.width))
    if picture.width != wanted:
        picture = picture.resize((wanted, tall), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=_QUALITY, method=2)  # finer search takes twice the time and saves 3 %
    return out.getvalue()
