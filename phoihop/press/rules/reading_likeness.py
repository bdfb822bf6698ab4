"""Near-duplicates: MinHash over three-syllable shingles of the folded text (datasketch), and bands of it to look by.

How far two texts must agree was measured by `benchmarks/press_grouping.py` on edited copies of real articles.
"""

from __future__ import annotations

import hashlib
import re

PERMUTATIONS = 64
ROWS = 3  # of a band: 21 bands of 3 find three in four of what agrees by 0.4, and one in 400 of what does by 0.05
SHINGLE = 3
LEAST_SYLLABLES = 12  # a shorter text has no signature: a few words agree too easily
LEAST_IN_TITLE = 7  # a shorter headline may head anything
LONGEST = 2_000  # syllables of an article that count
SAME = 0.3  # estimated share of common shingles from which two texts tell the same

_SYLLABLE = re.compile(r"[a-z0-9]+")


def signature(folded_title: str, folded: str) -> bytes:
    """64 numbers of 32 bits; empty for a text too short to tell. Outlets write headlines of their own, so the headline
    counts only where there is little else."""
    from datasketch import MinHash

    syllables = _SYLLABLE.findall(folded)[:LONGEST]
    if len(syllables) < LEAST_SYLLABLES:
        syllables = _SYLLABLE.findall(f"{folded_title} {folded}")
    if len(syllables) < LEAST_SYLLABLES:
        return b""
    shingles = {" ".join(syllables[i : i + SHINGLE]) for i in range(len(syllables) - SHINGLE + 1)}
    made = MinHash(num_perm=PERMUTATIONS, seed=1)
    made.update_batch([one.encode() for one in sorted(shingles)])
    return bytes(made.hashvalues.astype("<u4").tobytes())


def bands(signed: bytes, folded_title: str) -> tuple[int, ...]:
    """What copies have in common: each run of three numbers of the signature, and a headline that is long enough."""
    width = ROWS * 4
    found = [_number(b"%d/" % (i // width) + signed[i : i + width]) for i in range(0, len(signed) - width + 1, width)]
    title = _SYLLABLE.findall(folded_title)
    if len(title) >= LEAST_IN_TITLE:
        found.append(_number(b"t/" + " ".join(title).encode()))
    return tuple(found)


def likeness(one: bytes, other: bytes) -> float:
    """The estimated share of shingles in common; 0 where one has no signature."""
    if not one or not other or len(one) != len(other):
        return 0.0
    pairs = zip(memoryview(one).cast("I"), memoryview(other).cast("I"), strict=True)
    return sum(a == b for a, b in pairs) / PERMUTATIONS


def is_same_title(one: str, other: str) -> bool:
    """Whether two folded headlines are one, and long enough to mean it."""
    syllables = _SYLLABLE.findall(one)
    return len(syllables) >= LEAST_IN_TITLE and syllables == _SYLLABLE.findall(other)


def extract(text: str, most: int = 300) -> str:
    """The beginning of a text, cut between words, never longer than `most`."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    return plain[: most - 1].rpartition(" ")[0].rstrip(" ,;:–-")[: most - 1] + "…"


def _number(raw: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(raw, digest_size=8).digest(), "big", signed=True)
