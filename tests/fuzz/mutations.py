"""Changes made to real input: bytes and bits, pieces of the grammar, pieces and lines doubled, moved and cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

LONGEST = 60_000  # bytes: what a change may grow to
_share = st.floats(0, 1, exclude_max=True)


@dataclass(frozen=True, slots=True)
class Change:
    """`how` at the share `at` of the content; `size` and `piece` as it needs them."""

    how: str
    at: float
    to: float
    size: int
    piece: bytes

    def of(self, content: bytes) -> bytes:
        start = int(self.at * (len(content) + 1))
        end = min(len(content), start + self.size)
        piece = content[start:end]
        match self.how:
            case "put":
                made = content[:start] + self.piece + content[start:]
            case "over":
                made = content[:start] + self.piece + content[start + len(self.piece) :]
            case "cut":
                made = content[:start] + content[end:]
            case "end":
                made = content[:start]
            case "double":
                made = content[:start] + piece * (2 + self.size % 40) + content[end:]
            case "flip":
                made = content[:start] + bytes(byte ^ (1 << self.size % 8) for byte in content[start : start + 1])
                made += content[start + 1 :]
            case "move":
                rest = content[:start] + content[end:]
                place = int(self.to * (len(rest) + 1))
                made = rest[:place] + piece + rest[place:]
            case _:  # lines
                lines = content.splitlines(keepends=True) or [b""]
                one, other = int(self.at * len(lines)), int(self.to * len(lines))
                lines[one], lines[other] = lines[other], lines[one] * (1 + self.size % 20)
                made = b"".join(lines)
        return made[:LONGEST]


def changed(seeds: Sequence[bytes], words: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """A seed with up to eight changes; now and then something that was never one."""
    pieces = st.binary(min_size=1, max_size=8)
    if words:
        pieces = st.one_of(st.sampled_from(list(words)), pieces)
    changes = st.builds(
        Change,
        st.sampled_from(["put", "put", "over", "cut", "end", "double", "flip", "move", "lines"]),
        _share,
        _share,
        st.integers(0, 200),
        pieces,
    )
    made = st.builds(_made, st.sampled_from(list(seeds)), st.lists(changes, max_size=8))
    return st.one_of(made, made, made, st.lists(pieces, max_size=20).map(b"".join))


def _made(content: bytes, changes: Sequence[Change]) -> bytes:
    for change in changes:
        content = change.of(content)
    return content
