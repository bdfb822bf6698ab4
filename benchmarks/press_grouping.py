"""Copies of articles grouped: precision, recall and F1 on edited copies, by the product's own signatures and bands.

    .venv/bin/python -m benchmarks.press_grouping [--data ../shared/data] [--copies 3] [--seed 7]

Articles of `news_clusters` and `news_vfnd` (real Vietnamese articles) are the originals. Of each, a seeded generator
makes copies as outlets make them: a headline of its own, sentences left out, moved or changed word by word, a foreword
and a boilerplate of the outlet, the last quarter cut off, marks lost. `edit` is the share of words changed, and one
figure each tells how much is found at that share; `mixed` is all of them in one stream, in an order of its own. At a
share of 0.2 (`rewritten`) the text is told anew; those are not meant to be found and stand there to be known.
Originals that share half of their three-syllable shingles (counted exactly, not by MinHash) are copies of each other
already, mirrored by the collection, and count as one. A pair of articles is right when both are of one original.

Grouping is what `press.commands` does on arrival: bands, then the estimated likeness or a common headline, the nearest
one wins. The second table asks the same of other thresholds, from which that of the product was chosen.
`speed` is signatures and bands a second of processor time over the same texts. One JSON line per figure.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from phoihop.ground.text import fold
from phoihop.press.rules import reading_likeness as likeness

EDITS = (0.02, 0.05, 0.1)
REWRITTEN = 0.2
MIRRORED = 0.5
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_FORE = ("Theo phóng viên thường trú tại tỉnh,", "Tin từ cơ quan chức năng cho biết,", "Ghi nhận mới nhất:")
_TAIL = ("Mời bạn đọc theo dõi các bản tin tiếp theo của báo chúng tôi.", "Bản quyền thuộc về tòa soạn.", "")


@dataclass(frozen=True, slots=True)
class Piece:
    label: int
    title: str
    text: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[1] / "../shared/data")
    parser.add_argument("--copies", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    originals = _labelled(_articles(options.data))
    if not originals:
        print(json.dumps({"figure": "skipped", "why": "no articles beside the project"}))
        return 0
    words = [word for piece in originals for word in piece.text.split()]
    _say("articles", originals=len(originals), labels=len({piece.label for piece in originals}))
    likeness.signature("", fold(originals[0].text))  # the library is loaded before anything is timed
    for edit in (*EDITS, REWRITTEN):
        stream = _stream(originals, words, (edit,), options.copies, options.seed)
        _say("rewritten" if edit == REWRITTEN else "edit", share=edit, **_measured(stream, likeness.SAME))
    mixed = _stream(originals, words, EDITS, options.copies, options.seed)
    begun = time.process_time()
    signed = _signed(mixed)
    _say("speed", articles=len(mixed), a_second=round(len(mixed) / (time.process_time() - begun)))
    _say("mixed", threshold=likeness.SAME, **_scored(mixed, _grouped(signed, likeness.SAME)))
    for same in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        _say("threshold", threshold=same, **_scored(mixed, _grouped(signed, same)))
    return 0


def _say(figure: str, **values: Any) -> None:
    print(json.dumps({"figure": figure, **values}, ensure_ascii=False), flush=True)


# ── articles and their copies ───────────────────────────────────────────────────────────────────────────────


def _articles(data: Path) -> list[tuple[str, str]]:
    found = []
    for name in ("news_clusters", "news_vfnd"):
        file = data / name / "articles.jsonl"
        if file.exists():
            rows = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
            found += [(row["title"] or "", row["text"] or "") for row in rows]
    return [(title, text) for title, text in found if len(text) > 600]


def _shingles(text: str) -> set[str]:
    syllables = re.findall(r"[a-z0-9]+", fold(text))
    return {" ".join(syllables[i : i + 3]) for i in range(len(syllables) - 2)}


def _labelled(articles: list[tuple[str, str]]) -> list[Piece]:
    """Each article with the number of its original: mirrored ones share one."""
    shingles = [_shingles(text) for _title, text in articles]
    label = list(range(len(articles)))
    holders: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(shingles):
        for shingle in own:
            holders[shingle].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if len(numbers) <= 40:
            shared.update(combinations(numbers, 2))
    for (one, other), count in sorted(shared.items()):
        if count / len(shingles[one] | shingles[other]) >= MIRRORED:
            low, high = sorted((label[one], label[other]))
            label = [low if it == high else it for it in label]
    return [Piece(label[number], *article) for number, article in enumerate(articles)]


def _stream(originals: list[Piece], words: list[str], edits: tuple[float, ...], copies: int, seed: int) -> list[Piece]:
    chance = random.Random(seed)
    made = list(originals)
    for piece in originals:
        made += [_copy(piece, words, chance.choice(edits), chance) for _each in range(copies)]
    chance.shuffle(made)
    return made


def _copy(piece: Piece, words: list[str], edit: float, chance: random.Random) -> Piece:
    sentences = _SENTENCE.split(piece.text)
    if chance.random() < 0.5 and len(sentences) > 4:
        del sentences[chance.randrange(len(sentences))]
    if chance.random() < 0.3 and len(sentences) > 4:
        sentences.insert(chance.randrange(len(sentences)), sentences.pop(chance.randrange(len(sentences))))
    if chance.random() < 0.15 and len(sentences) > 8:
        sentences = sentences[: len(sentences) * 3 // 4]
    text = " ".join(chance.choice(words) if chance.random() < edit else word for word in " ".join(sentences).split())
    if chance.random() < 0.5:
        text = f"{chance.choice(_FORE)} {text}"
    text = f"{text} {chance.choice(_TAIL)}"
    title = piece.title.split()
    chance.shuffle(title)
    if chance.random() < 0.1:
        text = fold(text)
    return Piece(piece.label, " ".join(title[: max(3, len(title) * 2 // 3)]), text)


# ── grouping, as on arrival ─────────────────────────────────────────────────────────────────────────────────


def _signed(stream: list[Piece]) -> list[tuple[bytes, tuple[int, ...], str]]:
    found = []
    for piece in stream:
        title = fold(piece.title)
        signature = likeness.signature(title, fold(piece.text))
        found.append((signature, likeness.bands(signature, title), title))
    return found


def _grouped(signed: list[tuple[bytes, tuple[int, ...], str]], same: float) -> list[int]:
    holders: dict[int, list[int]] = defaultdict(list)
    group: list[int] = []
    for number, (signature, bands, title) in enumerate(signed):
        near = {other for band in bands for other in holders[band]}
        best, closest = number, 0.0
        for other in sorted(near):
            agrees = likeness.likeness(signature, signed[other][0])
            if agrees < same and likeness.is_same_title(title, signed[other][2]):
                agrees = same
            if agrees >= same and agrees > closest:
                best, closest = group[other], agrees
        group.append(best)
        for band in bands:
            holders[band].append(number)
    return group


def _measured(stream: list[Piece], same: float) -> dict[str, Any]:
    return _scored(stream, _grouped(_signed(stream), same))


def _scored(stream: list[Piece], group: list[int]) -> dict[str, Any]:
    """Over pairs of articles: told to be one, being one, both."""
    told = _pairs(Counter(group).values())
    true = _pairs(Counter(piece.label for piece in stream).values())
    right = _pairs(Counter((piece.label, number) for piece, number in zip(stream, group, strict=True)).values())
    precision, recall = (right / told if told else 1.0), (right / true if true else 1.0)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {
        "articles": len(stream),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
    }


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


if __name__ == "__main__":
    raise SystemExit(main())
