"""Photos as they go out: drawn anew in a few widths, so that nothing but the picture is in them."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

WIDTHS = (320, 640, 1280)
MOST_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


class NoPicture(ValueError):
    """What was given is no photo that can be drawn. `why`: "unreadable", "large" or "kind"."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Rendered:
    """One width of a photo."""

    width: int
    height: int
    media_type: str
    content: bytes


def rendered(content: bytes, widths: tuple[int, ...] = WIDTHS) -> tuple[Rendered, ...]:
    """The photo as WebP in these widths, smallest first, never larger than it is; turned upright, without metadata.

    Refused (NoPicture): not JPEG, PNG or WebP; damaged; more than 60 million pixels (looked at before decoding).
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise NoPicture("large")
                upright = ImageOps.exif_transpose(opened).convert("RGB")
    except UnidentifiedImageError:
        raise NoPicture("kind") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NoPicture("large") from None
    except (OSError, SyntaxError, ValueError, EOFError) as wrong:
        if isinstance(wrong, NoPicture):
            raise
        raise NoPicture("unreadable") from None
    wanted = sorted({min(width, upright.width) for width in widths})
    return tuple(_drawn(upright, width) for width in wanted)


def _drawn(upright: Image.Image, width: int) -> Rendered:
    height = max(1, round(upright.height * width / upright.width))
    small = upright if width == upright.width else upright.resize((width, height), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", small.size)
    bare.paste(small)  # pixels alone: no profile, no comment, no place where it was taken
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=80, method=4)
    return Rendered(width, height, "image/webp", out.getvalue())
