"""How well search ranks Vietnamese: nDCG@10 of known items against PostgreSQL's own full text on the same queries.

    .venv/bin/python -m benchmarks.search_quality [--data ../shared/data]

Texts: passages of XQuAD, articles of Wikipedia, law. Queries: the questions of XQuAD; pieces of six words out of the
texts; the same with an abbreviation for what is written out; numbers of documents in another spelling. Each is asked as
written, without marks, and with the other placement of tones. PostgreSQL: `to_tsvector('simple', unaccent(text))`, all
words, else any word, ranked by ts_rank_cd and by ts_rank; and any word at once. It is started in a temporary folder, as
`./test` does; without one only our own figures are printed. One JSON line per figure.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import pwd
import random
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

SEED = 7
PIECES = 300
NUMBER = re.compile(r"\b\d{1,4}/\d{4}/[A-ZĐ]+(?:-[A-ZĐ]+)?\b|\b\d{1,4}[-/][A-ZĐ]{2,}[-/][A-ZĐ]+\b")
# The old placement of tones in open syllables and the new one: hòa, hoà.
PAIRS = [("òa", "oà"), ("óa", "oá"), ("ỏa", "oả"), ("õa", "oã"), ("ọa", "oạ"), ("òe", "oè"), ("óe", "oé"), ("ỏe", "oẻ"),
         ("õe", "oẽ"), ("ọe", "oẹ"), ("ùy", "uỳ"), ("úy", "uý"), ("ủy", "uỷ"), ("ũy", "uỹ"), ("ụy", "uỵ")]  # fmt: skip


@dataclass(frozen=True)
class Known:
    """A query and the texts that answer it."""

    text: str
    answers: frozenset[str]


Ranker = Callable[[str], list[str]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[1] / "../shared/data")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    texts = read_texts(options.data)
    queries = {
        "questions": questions(options.data),
        "pieces": pieces(texts),
        "abbreviations": abbreviated(texts),
        "numbers": numbered(texts),
    }
    say("texts", count=len(texts), characters=sum(len(t) + len(b) for t, b in texts.values()))
    with tempfile.TemporaryDirectory(prefix="phoihop-quality-") as folder:
        rankers: dict[str, Ranker] = {"phoihop": ours(texts, Path(folder) / "index")}
        with contextlib.ExitStack() as stack:
            if find_initdb() is not None:
                cursor = stack.enter_context(postgresql(Path(folder) / "pg"))
                rankers |= theirs(cursor, texts)
            for name, known in queries.items():
                for way, typed in WAYS.items():
                    if name == "numbers" and way != "as written":
                        continue
                    figures = {who: ndcg(rank, known, typed) for who, rank in rankers.items()}
                    say(f"nDCG@10, {name}, {way}", queries=len(known), **figures)
    return 0


def say(figure: str, **values: object) -> None:
    print(json.dumps({"figure": figure, **values}, ensure_ascii=False), flush=True)


def ndcg(rank: Ranker, known: list[Known], typed: Callable[[str], str]) -> float:
    total = 0.0
    for one in known:
        gained = sum(
            1 / math.log2(place + 2) for place, found in enumerate(rank(typed(one.text))[:10]) if found in one.answers
        )
        total += gained / sum(1 / math.log2(place + 2) for place in range(min(10, len(one.answers))))
    return round(total / max(1, len(known)), 4)


def without_marks(text: str) -> str:
    from phoihop.ground.text import fold

    return fold(text)


def with_other_tones(text: str) -> str:
    """hòa becomes hoà and the other way; a syllable that goes on (hoàng) has one placement only."""
    pairs = dict(PAIRS) | {new: old for old, new in PAIRS}
    pattern = rf"(?<![qQ])({'|'.join(pairs)})(?!\w)"
    return re.sub(pattern, lambda match: pairs[match[1]], text)


WAYS: dict[str, Callable[[str], str]] = {
    "as written": lambda text: text,
    "without marks": without_marks,
    "other tones": with_other_tones,
}


# ── texts and queries ───────────────────────────────────────────────────────────────────────────────────────


def read_texts(data: Path) -> dict[str, tuple[str, str]]:
    """Number -> title and text."""
    texts = {}
    for name in ("search_xquad_vi/passages.jsonl", "wiki_vi/articles.jsonl"):
        for line in (data / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            texts[row["id"]] = (row["title"], row["text"])
    for path in sorted((data / "law_texts").glob("*.md")):
        articles = re.split(r"(?m)^(?=#+ |\*{0,2}Điều )", path.read_text(encoding="utf-8"))
        for number, article in enumerate(a for a in articles if len(a) > 200):
            title, _sep, text = article.partition("\n")
            texts[f"{path.stem}-{number}"] = (title.strip("#* "), text)
    return texts


def questions(data: Path) -> list[Known]:
    answers: dict[str, set[str]] = {}
    for line in (data / "search_xquad_vi/qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, passage, _relevance = line.split("\t")
        answers.setdefault(query, set()).add(passage)
    rows = map(json.loads, (data / "search_xquad_vi/queries.jsonl").read_text(encoding="utf-8").splitlines())
    return [Known(row["text"], frozenset(answers[row["id"]])) for row in rows if row["id"] in answers]


def pieces(texts: dict[str, tuple[str, str]]) -> list[Known]:
    """Words that stand somewhere in a text, four of them left out of order: what somebody remembers of it."""
    chance = random.Random(SEED)
    found = []
    for number in chance.choices(sorted(texts), k=PIECES):
        words = re.findall(r"[^\W_]+", texts[number][1])
        if len(words) < 40:
            continue
        start = chance.randrange(len(words) - 30)
        picked = chance.sample(range(30), 6)
        found.append(Known(" ".join(words[start + place] for place in sorted(picked)), frozenset({number})))
    return found


def abbreviated(texts: dict[str, tuple[str, str]]) -> list[Known]:
    """Pieces in which what is written out is asked for by its abbreviation."""
    from phoihop.ground.abbreviations import MEANINGS

    chance = random.Random(SEED)
    found = []
    for number, (_title, text) in sorted(texts.items()):
        for short, meaning in MEANINGS.items():
            place = text.lower().find(meaning)
            if place < 0:
                continue
            before = re.findall(r"[^\W_]+", text[max(0, place - 120) : place])[-3:]
            after = re.findall(r"[^\W_]+", text[place + len(meaning) : place + len(meaning) + 120])[:4]
            found.append(Known(" ".join([*before, short, *after]), frozenset({number})))
    return chance.sample(found, min(PIECES, len(found)))


def numbered(texts: dict[str, tuple[str, str]]) -> list[Known]:
    """Numbers of documents, asked with a blank or another sign, of which few texts speak."""
    spoken: dict[str, set[str]] = {}
    for number, (title, text) in texts.items():
        for cited in NUMBER.findall(f"{title}\n{text}"):
            spoken.setdefault(cited, set()).add(number)
    rare = [(cited, numbers) for cited, numbers in sorted(spoken.items()) if len(numbers) <= 5]
    spelled = (lambda n: n.replace("/", "-"), lambda n: n.lower(), lambda n: n.replace("-", "/"), lambda n: n)
    return [Known(spelled[place % 4](cited), frozenset(numbers)) for place, (cited, numbers) in enumerate(rare)]


# ── the two engines ─────────────────────────────────────────────────────────────────────────────────────────


def ours(texts: dict[str, tuple[str, str]], place: Path) -> Ranker:
    from phoihop.search import outside
    from phoihop.search.rules.asking import asked
    from phoihop.search.rules.cursor import Cursor
    from phoihop.search.rules.words import words_of

    writer = outside.Writer(place)
    entries = []
    for number, (title, text) in texts.items():
        stored = outside.Stored(number, "text", title, "", "", "", (), (), (), "", "", False)
        entries.append(outside.Entry(stored, words_of(number, title, text, (), ()), frozenset({"all"}), ()))
    writer.put([], entries)
    writer.commit(Cursor(last=1, rebuild=None))
    writer.close()
    searcher = outside.Reader(place).searcher()

    def rank(text: str) -> list[str]:
        for is_loose in (True,) if asked(text).is_sentence else (False, True):
            hits = outside.find(
                searcher, asked(text), ["all"], outside.Filters(), limit=10, is_loose=is_loose, with_facets=False
            )
            if hits.total:
                return [row.code for row in hits.rows]
        return []

    return rank


def theirs(cursor: object, texts: dict[str, tuple[str, str]]) -> dict[str, Ranker]:
    execute = cursor.execute  # type: ignore[attr-defined]
    execute("CREATE EXTENSION unaccent")
    execute("CREATE TABLE texts (number text, words tsvector)")
    for number, (title, text) in texts.items():
        execute(
            "INSERT INTO texts VALUES (%s, to_tsvector('simple', unaccent(normalize(%s, NFC))))",
            [number, f"{title}\n{text}"],
        )
    execute("CREATE INDEX ON texts USING gin (words)")
    execute("ANALYZE texts")

    def ranker(function: str, *, is_any: bool = False) -> Ranker:
        def rank(text: str) -> list[str]:
            every = "plainto_tsquery('simple', unaccent(normalize(%s, NFC)))"
            some = f"replace({every}::text, ' & ', ' | ')::tsquery"
            for query in (some,) if is_any else (every, some):
                execute(
                    f"SELECT number FROM texts, (SELECT {query} AS q) AS asked WHERE words @@ q"
                    f" ORDER BY {function}(words, q) DESC, number LIMIT 10",
                    [text],
                )
                rows = [row[0] for row in cursor.fetchall()]  # type: ignore[attr-defined]
                if rows:
                    return rows
            return []

        return rank

    return {
        "ts_rank_cd": ranker("ts_rank_cd"),
        "ts_rank": ranker("ts_rank"),
        "ts_rank, any word": ranker("ts_rank", is_any=True),
    }


def find_initdb() -> Path | None:
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return Path(found).resolve() if found else next(iter(folders), None)


@contextlib.contextmanager
def postgresql(home: Path) -> Iterator[object]:
    """A server of our own on loopback, gone with its folder. It refuses to run as root: then another user runs it."""
    import psycopg

    programs = (find_initdb() or Path()).parent
    home.mkdir()
    password = secrets.token_hex(16)
    (home / "password").write_text(password)
    become: dict[str, object] = {}
    if os.getuid() == 0:
        user = next(pwd.getpwnam(name) for name in ("postgres", "nobody") if _exists(name))
        home.parent.chmod(0o711)
        for path in (home, home / "password"):
            os.chown(path, user.pw_uid, user.pw_gid)
        become = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(*words: str) -> None:
        subprocess.run(words, check=True, cwd="/", stdout=subprocess.DEVNULL, **become)  # type: ignore[call-overload]

    run(str(programs / "initdb"), "-D", f"{home}/cluster", "-U", "phoihop", f"--pwfile={home}/password", "--no-sync",
        "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8")  # fmt: skip
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c fsync=off"
    run(str(programs / "pg_ctl"), "-D", f"{home}/cluster", "-l", f"{home}/log", "-w", "-o", settings, "start")
    try:
        url = f"postgresql://phoihop:{password}@127.0.0.1:{port}/postgres"
        with psycopg.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
            yield cursor
    finally:
        run(str(programs / "pg_ctl"), "-D", f"{home}/cluster", "-m", "immediate", "stop")


def _exists(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())


if __name__ == "__main__":
    sys.exit(main())
