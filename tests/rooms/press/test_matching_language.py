"""The language of standing queries, the text it is asked of, and the index: against plain recomputations."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from phoihop.ground.text import fold, nfc, tone_key
from phoihop.press.queries.matching import fault_in
from phoihop.press.queries.matching_words import _WHY, in_words, why_unreadable
from phoihop.press.rules.matching import (
    All,
    AnyOf,
    Near,
    Node,
    Term,
    Unreadable,
    Without,
    anchors,
    needed,
    read,
)
from phoihop.press.rules.matching_index import Asked, Index, rarity
from phoihop.press.rules.matching_persons import CASES, aims_at_a_person
from phoihop.press.rules.matching_places import place_in
from phoihop.press.rules.matching_text import Text, holds, words_that_hold

TITLE = "Kiên Giang xử phạt tàu cá vi phạm"
BODY = (
    "Chiều 3/8, UBND tỉnh Kiên Giang cho biết lực lượng kiểm ngư đã xử phạt 12 tàu cá khai thác thủy sản bất hợp pháp."
    " Mức phạt theo Nghị định 42 là 900 triệu đồng. Sở NN&PTNT đề nghị các chủ tàu lắp thiết bị giám sát hành trình."
)


def matches(expression: str, title: str = TITLE, body: str = BODY) -> bool:
    return holds(read(expression), Text(title, body))


@pytest.mark.parametrize(
    "expression",
    [
        "tàu cá",
        '"tàu cá"',
        "tau ca",
        '"TÀU CÁ"',
        '"khai thác thuỷ sản"',  # the other placement of the tone
        unicodedata.normalize("NFD", '"khai thác thủy sản"'),
        '"ủy ban nhân dân tỉnh"',  # the text has UBND tỉnh
        '"UBND tỉnh Kiên Giang"',
        "ubnd",
        '"nông nghiệp và phát triển nông thôn"',
        '"Sở NN&PTNT"',
        '"sở nnptnt"',
        "=“tàu cá”",
        "=thủy",
        "phạt NEAR/3 tàu",
        "tàu NEAR/3 phạt",
        '"kiểm ngư" NEAR/6 ("xử phạt" OR "xử lý")',
        "phạt GẦN/4 tàu GẦN/4 thác",
        "(bão OR phạt) tàu",
        "bão HOẶC phạt",
        "tàu VÀ phạt",
        "tàu -bão",
        "tàu NOT bão",
        "tàu TRỪ (bão OR lũ)",
        "tàu NOT (bão phạt)",
        "900 triệu",
        "42",
    ],
)
def test_what_holds(expression: str) -> None:
    assert matches(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "tàu bão",
        '"cá tàu"',
        '"tàu ca"',  # typed with marks, the others count
        "=tau",
        '="tau ca"',
        "tâu",
        "tàu NOT phạt",
        "tàu -cá",
        '"vi phạm chiều"',  # not over the end of the title
        "phạm NEAR/2 chiều",
        "chiều NEAR/3 phạt",
        "tàu (bão OR lũ)",
        "hợp-pháp-không",
        "9",  # not within a number
        "iên",
    ],
)
def test_what_does_not(expression: str) -> None:
    assert not matches(expression)


def test_marks_count_only_where_the_text_has_some() -> None:
    bare = "Kien Giang xu phat tau ca vi pham o UBND tinh"
    assert matches('"tàu cá"', bare, "")
    assert matches('"tàu cá"', bare, BODY.replace("tàu cá", "ghe"))  # a bare title before a text with marks
    assert not matches('="tàu cá"', bare, "")
    assert matches('="tau ca"', bare, "")
    assert matches('"UBND tỉnh"', bare, "")
    assert not matches('="UBND tỉnh"', bare, "")
    assert not matches('"tàu cá"', "Giá tau ca ở chợ tăng mạnh trong những ngày này, người dân lo lắng", "")


def test_an_abbreviation_inside_a_number_stays_one() -> None:
    assert not matches('"ủy ban nhân dân"', "Quyết định 238/QĐ-UBND", "")
    assert not matches('"tỉnh ủy"', "Người đi từ phía bắc, tu sửa nhà", "")
    assert matches('"tỉnh ủy"', "Hội nghị TU lần thứ ba", "")


def test_why_it_holds() -> None:
    tree = read('("tàu cá" OR ghe) phạt -bão (giám OR lũ)')
    assert words_that_hold(tree, Text(TITLE, BODY)) == ("tàu cá", "phạt", "giám")


@pytest.mark.parametrize(
    ("expression", "key", "place"),
    [
        ("", "NOTHING", 1),
        (" – , ", "NOTHING", 1),
        ("-bão", "ONLY_NOT", 1),
        ("tàu OR -bão", "ONLY_NOT", 1),
        ('tàu "cá', "QUOTE", 5),
        ('tàu ""', "EMPTY", 5),
        ("(tàu", "OPEN", 1),
        ("tàu (cá (ghe)", "OPEN", 5),
        ("tàu)", "CLOSE", 4),
        ("tàu ()", "EMPTY", 6),
        ("tàu AND", "MISSING", 8),
        ("tàu OR OR cá", "OPERATOR", 8),
        ("AND tàu", "OPERATOR", 1),
        ("tàu NOT NOT cá", "OPERATOR", 9),
        ("tàu NEAR cá", "SPAN", 5),
        ("tàu NEAR/0 cá", "SPAN", 5),
        ("tàu NEAR/51 cá", "SPAN", 5),
        ("tàu NEAR/5", "MISSING", 5),
        ("tàu NEAR/5 (cá ghe)", "NEAR", 5),
        ("(" * 9 + "tàu" + ")" * 9, "DEEP", 9),
        ('"' + "một " * 13 + '"', "PHRASE", 1),
        ("a " * 41, "MANY", 1),
        ("a" * 501, "LONG", 501),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(expression: str, key: str, place: int) -> None:
    with pytest.raises(Unreadable) as found:
        read(expression)
    assert (found.value.key, found.value.place) == (key, place)
    said = why_unreadable(found.value)
    assert "%" not in said
    assert said.endswith(".")


def test_every_fault_has_its_sentence_and_is_met() -> None:
    from pathlib import Path

    from phoihop.press.rules import matching

    raised = set(re.findall(r'Unreadable\(\s*"(\w+)"', Path(str(matching.__file__)).read_text(encoding="utf-8")))
    raised |= {"EMPTY", "OPERATOR"}
    assert raised == set(_WHY)


def test_it_is_said_back_as_it_was_understood() -> None:
    assert in_words(read('="tàu cá" (bão OR lu) -phạt')) == (
        "“tàu cá” đúng từng dấu và (“bão” hoặc “lu” (có dấu hay không)) và không có “phạt”"
    )
    assert in_words(read("tàu NEAR/3 cá")) == "“tàu” cách “cá” không quá 3 chữ"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_no_query_aims_at_a_person(case: object) -> None:
    assert aims_at_a_person(case.text) is case.is_refused  # type: ignore[attr-defined]


def test_the_place_is_the_commune_that_is_named_first() -> None:
    communes = [("kg.vinhthanh", "Phường Vĩnh Thanh"), ("kg.binhan", "Xã Bình An"), ("kg.p1", "Phường 1")]
    assert place_in("Ổ dịch ở Bình An", "Lan sang phường Vĩnh Thanh", communes) == "kg.binhan"
    assert place_in("Ổ dịch", "Người dân phường Vĩnh Thanh", communes) == "kg.vinhthanh"
    assert place_in("Cuộc sống bình an", "của 1 gia đình", communes) == ""
    assert place_in("Tin ở Phường 1", "", communes) == "kg.p1"
    assert place_in("Ở Vĩnh Thạnh", "", communes) == ""


# ── against plain recomputations ────────────────────────────────────────────────────────────────────────────

WORDS = ("tàu", "cá", "tau", "bão", "lũ", "phạt", "ghe", "cà")
words = st.sampled_from(WORDS)
term = st.lists(words, min_size=1, max_size=2).map(" ".join)


@st.composite
def expressions(draw: st.DrawFn, depth: int = 0) -> str:
    kind = draw(st.sampled_from(["word", "word", "strict", "near", "and", "or", "not"] if depth < 3 else ["word"]))
    if kind == "word":
        return f'"{draw(term)}"'
    if kind == "strict":
        return f'="{draw(term)}"'
    if kind == "near":
        return f'("{draw(term)}" NEAR/{draw(st.integers(1, 3))} "{draw(words)}")'
    left, right = draw(expressions(depth=depth + 1)), draw(expressions(depth=depth + 1))
    return {"and": f"({left} {right})", "or": f"({left} OR {right})", "not": f"({left} NOT {right})"}[kind]


articles = st.tuples(st.lists(words, max_size=6), st.lists(words, max_size=14))


def _syllables(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", nfc(text).lower())


def _fields(title: str, body: str) -> list[tuple[list[str], bool]]:
    return [(_syllables(text), text.isascii()) for text in (title, body)]


def _spots(node: Term, title: str, body: str) -> set[tuple[int, int]]:
    """Where a term stands, by looking at every word in turn; the body lies far behind the title."""
    wanted, keys, found = node.folded.split(), node.key.split(), set()
    for field, (have, is_bare) in enumerate(_fields(title, body)):
        for at in range(len(have) - len(wanted) + 1):
            here = have[at : at + len(wanted)]
            if [fold(one) for one in here] != wanted:
                continue
            is_exact = [tone_key(one) for one in here] == keys
            if not keys or is_exact or (not node.is_strict and is_bare and all(one.isascii() for one in here)):
                found.add((field * 10_000 + at, field * 10_000 + at + len(wanted) - 1))
    return found


def _plainly(node: Node, title: str, body: str) -> bool:
    match node:
        case Term():
            return bool(_spots(node, title, body))
        case All(parts):
            return all(_plainly(part, title, body) for part in parts)
        case AnyOf(parts):
            return any(_plainly(part, title, body) for part in parts)
        case Without(part):
            return not _plainly(part, title, body)
        case Near(left, right, span):
            assert isinstance(left, Term)
            assert isinstance(right, Term)
            return any(
                (b > a_last and b - a_last - 1 <= span) or (a > b_last and a - b_last - 1 <= span)
                for a, a_last in _spots(left, title, body)
                for b, b_last in _spots(right, title, body)
            )
    raise AssertionError(node)


@settings(max_examples=400, deadline=None)
@given(st.lists(expressions(), min_size=1, max_size=8), articles)
@example(['("tau" NEAR/1 "tàu")'], ([], ["tau", "tàu"]))  # the second word stands for both sides
@example(['("tàu cá" NEAR/1 "cá")'], ([], ["tàu", "cá", "cá"]))
def test_the_index_finds_what_looking_at_every_word_finds(
    asked: list[str], article: tuple[list[str], list[str]]
) -> None:
    title, body = (" ".join(one) for one in article)
    trees = {f"TV-{number}": read(expression) for number, expression in enumerate(asked)}
    expected = {code for code, tree in trees.items() if _plainly(tree, title, body)}
    alone = {code for code, tree in trees.items() if holds(tree, Text(title, body))}
    assert alone == expected
    for weight in (rarity(()), rarity([fold(f"{title} {body}"), "tau ca"])):
        index = Index([Asked(code, "VD-1", tree) for code, tree in trees.items()], weight)
        assert {hit.query_code for hit in index.hits(title, body)} == expected


@settings(max_examples=300, deadline=None)
@given(expressions(), articles)
def test_nothing_holds_without_its_anchors(expression: str, article: tuple[list[str], list[str]]) -> None:
    tree = read(expression)
    title, body = (" ".join(one) for one in article)
    found = anchors(tree, rarity(()))
    assert found
    if _plainly(tree, title, body):
        text = Text(title, body).folded
        assert any(f" {phrase} " in text for phrase in found)
        assert all(f" {phrase} " in text for phrase in needed(tree))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200), st.text(max_size=400))
def test_any_text_is_folded_as_the_house_folds(title: str, body: str) -> None:
    """Letters that fold to more than one, or that lie beyond the first 65,536, part words; nothing else differs."""
    raw = f"{title} {body}".replace("\u00a6", " ")
    if re.search(r"[A-ZĐƯ]{2}", raw):
        raw = raw.lower()  # abbreviations are written out, which fold does not do
    found = Text("", raw).folded
    assert found.startswith(" \u00a6 ")
    assert "  " not in found
    assert found.endswith(" ")
    plain = "".join(char if ord(char) < 0x10000 else " " for char in raw)
    vietnamese = all(char.isascii() or "\u00c0" <= char <= "\u1ef9" for char in plain)
    if vietnamese and plain.isprintable() and len(fold(plain)) == len(nfc(plain)):
        expected = " ".join(re.findall(r"[^\W_]+", fold(plain)))
        assert found[3:].strip() == expected


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='abàá ()"=-|/NEARORTGẦ1234567890&', max_size=60))
def test_whatever_is_typed_is_read_or_refused(expression: str) -> None:
    fault = fault_in(expression)
    if not fault:
        tree = read(expression)
        assert in_words(tree)
        assert holds(tree, Text(expression, expression)) in (True, False)
    else:
        assert fault.endswith((".", "”."))


def test_rare_words_are_what_a_query_hangs_behind() -> None:
    weight = rarity([" tau ca ", " tau ghe ", " tau "])
    assert anchors(read('tàu "cá ngừ"'), weight) == {"ca ngu"}
    assert anchors(read("tàu ghe"), weight) == {"ghe"}
    assert anchors(read("(cá OR ghe) tàu"), weight) == {"ca", "ghe"}
    assert Index((), weight).hits("tàu", "cá") == ()
