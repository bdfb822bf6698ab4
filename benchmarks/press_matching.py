"""Standing queries on arrival: speed beside bare Aho-Corasick, quality on labelled articles, memory of the automaton.

    .venv/bin/python -m benchmarks.press_matching [--data ../shared/data] [--queries 5000] [--rounds 7]

Speed: every article (title and text) of `news_clusters` and `news_vfnd` against the queries; generated ones where the
data is absent. A query is made of phrases of two or three syllables, half of the queries out of headlines of these
articles, half out of texts that none of them comes from (then a tenth and nine tenths: most of what a country looks for
is in none of a day's articles), in seven shapes (and, or, not, near, exact marks); a phrase that more than one article
in fifty has is not taken: its preview would have said so. Bare Aho-Corasick looks for all
phrases of all queries in the same text, folded beforehand, with the same library, and does nothing with what it finds.
`ratio` is its time through ours, everything counted: folding, abbreviations, the automaton, operators, marks, words.
`ratio_with_folding` is the same with the time of folding the text added to the automaton's.
Each figure is the best of several rounds, all taken in turn.

Quality: each cluster of `news_clusters` is a topic, gathered around one headline. Of its articles every second is for
learning, the others for measuring. The rule: two-syllable phrases of the headline, each with its share of the cluster's
learning half and of all other learning articles; the eight that tell most apart; any one, or any two of them, whichever
has the better F1 on the learning half. That expression is asked of the measuring half of all clusters.
One JSON line per figure.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

SEED = 7
COMMON = 0.02  # of the articles: a phrase that more have is not made a query of
BEST = 8
WORD = re.compile(r"[^\W_]+")
SYLLABLES = re.findall(
    r"\w+",
    "tàu cá biển đảo rừng lúa tôm cua mưa bão lũ đê cảng chợ trường học sinh thầy thuốc bệnh viện dịch sốt xuất huyết"
    " tiêm phòng khu dân cư đường cầu xe tải thuế phí đất nhà máy điện nước sạch rác thải khói bụi du lịch lễ hội đền",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[1] / "../shared/data")
    parser.add_argument("--queries", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    articles = read_articles(options.data)
    for share_of_headlines in (0.5, 0.1):
        asked = expressions(articles, options.data, options.queries, share_of_headlines)
        speed(articles, asked, options.rounds, share_of_headlines)
    quality(options.data)
    return 0


def say(figure: str, **values: object) -> None:
    print(json.dumps({"figure": figure, **values}, ensure_ascii=False), flush=True)


# ── speed ───────────────────────────────────────────────────────────────────────────────────────────────────


def speed(articles: Sequence[tuple[str, str]], asked: Sequence[str], rounds: int, own: float) -> None:
    import ahocorasick

    from phoihop.press.rules.matching import read, terms
    from phoihop.press.rules.matching_index import Asked, Index, rarity
    from phoihop.press.rules.matching_text import Text

    lately = [Text(title, text[:300]).folded for title, text in articles]  # as `queries.matching` learns what is rare
    before = memory()
    begun = time.perf_counter()
    index = Index([Asked(f"TV-{number:05d}", "VD", read(one)) for number, one in enumerate(asked)], rarity(lately))
    built = time.perf_counter() - begun
    say(
        "automaton",
        queries=len(index.asked),
        phrases=index.phrases,
        seconds_to_build=round(built, 2),
        automaton_mb=round(index.bytes / 1e6, 1),
        process_grew_mb=round(memory() - before, 1),
    )
    bare = ahocorasick.Automaton()
    for phrase in {term.folded for one in index.asked for term in terms(one.tree)}:
        bare.add_word(f" {phrase} ", phrase)
    bare.make_automaton()
    folded = [Text(title, text).folded for title, text in articles]

    def run_bare() -> None:
        for text in folded:
            for _found in bare.iter(text):
                pass

    def run_ours() -> None:
        for title, text in articles:
            index.hits(title, text)

    def run_folding() -> None:
        for title, text in articles:
            Text(title, text)

    took = fastest((run_bare, run_ours, run_folding), rounds)
    found = [len(index.hits(title, text)) for title, text in articles]
    tried = [len(index.candidates(Text(title, text))) for title, text in articles]
    characters = sum(len(title) + len(text) for title, text in articles)
    say(
        "matching",
        queries_from_headlines=own,
        articles=len(articles),
        characters_each=characters // len(articles),
        articles_per_second=round(len(articles) / took[1]),
        bare_articles_per_second=round(len(articles) / took[0]),
        ratio=round(took[0] / took[1], 2),
        ratio_with_folding=round((took[0] + took[2]) / took[1], 2),
        folding_share=round(took[2] / took[1], 2),
        queries_tried_each=round(sum(tried) / len(tried), 1),
        hits_each=round(sum(found) / len(found), 1),
        goal=0.5,
    )


def fastest(run: Sequence[Callable[[], None]], rounds: int) -> list[float]:
    """The best time of each, taken in turn, so that a busy moment of the machine does not strike one alone."""
    best = [float("inf")] * len(run)
    for _round in range(rounds):
        for number, one in enumerate(run):
            begun = time.process_time()
            one()
            best[number] = min(best[number], time.process_time() - begun)
    return best


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read_articles(data: Path) -> list[tuple[str, str]]:
    files = [data / name / "articles.jsonl" for name in ("news_clusters", "news_vfnd")]
    found = [(row["title"] or "", row["text"] or "") for file in files if file.exists() for row in rows_of(file)]
    return found or generated(400)


def rows_of(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def generated(many: int) -> list[tuple[str, str]]:
    chance = random.Random(SEED)
    return [
        (" ".join(chance.choices(SYLLABLES, k=12)), " ".join(chance.choices(SYLLABLES, k=600))) for _one in range(many)
    ]


def expressions(articles: Sequence[tuple[str, str]], data: Path, many: int, own: float) -> list[str]:
    """This share from the headlines of the articles, the rest from texts that none of them comes from."""
    from phoihop.press.rules.matching_persons import aims_at_a_person
    from phoihop.press.rules.matching_text import Text

    chance = random.Random(SEED)
    wiki = data / "wiki_vi/articles.jsonl"
    others = [row["text"][:3_000] for row in rows_of(wiki)] if wiki.exists() else [text for _t, text in generated(200)]
    headlines = [title.split(" - ")[0] for title, _text in articles]
    shares: dict[str, int] = {}
    for title, text in articles:
        words = Text(title, text).folded.split()
        for phrase in {" ".join(words[at : at + size]) for size in (2, 3) for at in range(len(words) - size + 1)}:
            shares[phrase] = shares.get(phrase, 0) + 1
    found: dict[str, None] = {}
    while len(found) < many:
        text = chance.choice(headlines if chance.random() < own else others)
        phrases = [phrase for phrase in (piece(text, chance) for _time in range(12)) if phrase]
        phrases = [one for one in phrases if shares.get(plain(one), 0) <= COMMON * len(articles)][:4]
        if len(phrases) < 2:
            continue
        one = shaped([f'"{phrase}"' for phrase in phrases], chance)
        if not aims_at_a_person(one):
            found[one] = None
    return list(found)


def piece(text: str, chance: random.Random) -> str:
    words = WORD.findall(text)
    size = chance.choice((2, 2, 3))
    if len(words) <= size:
        return ""
    at = chance.randrange(len(words) - size)
    return " ".join(words[at : at + size])


def plain(phrase: str) -> str:
    from phoihop.press.rules.matching_text import Text

    return Text("", phrase).folded[3:].strip()


def shaped(phrases: Sequence[str], chance: random.Random) -> str:
    a, b, c, d = (phrases * 2)[:4]
    return chance.choice(
        (
            a,
            f"{a} {b}",
            f"{a} OR {b}",
            f"({a} OR {b}) {c}",
            f"{a} {b} NOT {c}",
            f"{a} NEAR/10 {b}",
            f"={a} (={b} OR {c}) NOT {d}",
        )
    )


# ── quality ─────────────────────────────────────────────────────────────────────────────────────────────────


def quality(data: Path) -> None:
    from phoihop.press.rules.matching import read
    from phoihop.press.rules.matching_index import Asked, Index, rarity
    from phoihop.press.rules.matching_text import Text

    folder = data / "news_clusters"
    if not folder.exists():
        say("quality", skipped="news_clusters does not lie beside the project")
        return
    clusters: dict[str, list[dict[str, str]]] = {}
    for row in rows_of(folder / "articles.jsonl"):
        clusters.setdefault(row["cluster"], []).append(row)
    headlines = {row["cluster"]: row["headline"].split(" - ")[0] for row in rows_of(folder / "clusters.jsonl")}
    learning = {name: rows[0::2] for name, rows in clusters.items()}
    measured = {name: rows[1::2] for name, rows in clusters.items()}
    texts = {name: [Text(row["title"], row["text"]) for row in rows] for name, rows in learning.items()}
    asked = {name: learnt(headlines[name], name, texts) for name in clusters}
    index = Index([Asked(name, name, read(one)) for name, one in asked.items()], rarity(()))
    found: dict[str, list[str]] = {name: [] for name in clusters}
    for name, rows in measured.items():
        for row in rows:
            for hit in index.hits(row["title"], row["text"]):
                found[hit.topic_code].append(name)
    right = {name: found[name].count(name) for name in clusters}
    for name in sorted(clusters):
        say(
            "topic",
            topic=name,
            headline=headlines[name],
            articles=len(measured[name]),
            precision=share(right[name], len(found[name])),
            recall=share(right[name], len(measured[name])),
        )
    taken, wanted = sum(len(one) for one in found.values()), sum(len(rows) for rows in measured.values())
    said = [name for name in clusters if found[name]]
    say(
        "topics together",
        topics=len(clusters),
        articles=wanted,
        precision=share(sum(right.values()), taken),
        recall=share(sum(right.values()), wanted),
        mean_precision=round(sum(right[name] / len(found[name]) for name in said) / max(1, len(said)), 3),
        mean_recall=round(
            sum(right[name] / len(measured[name]) for name in clusters if measured[name])
            / max(1, sum(bool(rows) for rows in measured.values())),
            3,
        ),
    )


def learnt(headline: str, name: str, texts: dict[str, list[object]]) -> str:
    """The expression of a topic by the rule of this module."""
    from phoihop.press.rules.matching import read
    from phoihop.press.rules.matching_text import holds

    words = WORD.findall(headline)
    phrases = list(dict.fromkeys(f'"{" ".join(words[at : at + 2])}"' for at in range(len(words) - 1)))
    mine, others = texts[name], [text for other, of in texts.items() if other != name for text in of]

    def part(expression: str, of: Sequence[object]) -> float:
        tree = read(expression)
        return sum(holds(tree, text) for text in of) / max(1, len(of))  # type: ignore[arg-type]

    ranked = sorted(phrases, key=lambda one: part(one, others) - part(one, mine))[:BEST]
    pairs = [f"({one} {other})" for one, other in combinations(ranked[:6], 2)]
    options = [" OR ".join(ranked[:size]) for size in (1, 2, 4, BEST)]
    options += [" OR ".join(pairs[:many]) for many in (1, 3, 6, 15) if pairs]

    def f1(expression: str) -> float:
        hit = part(expression, mine) * len(mine)
        wrong = part(expression, others) * len(others)
        return 2 * hit / (hit + wrong + len(mine))

    return max(options, key=f1)


def share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


if __name__ == "__main__":
    raise SystemExit(main())
