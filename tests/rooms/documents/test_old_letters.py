"""Letters of before Unicode: what stands in .VnTime or VNI is read as it is seen, and judged so."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from phoihop.documents.outside import reader
from phoihop.documents.outside.reading import old_letters
from phoihop.documents.rules import guard
from tests.world import files

SHARED = Path(__file__).resolve().parents[3] / "../shared/data"
PROSE = "Kính gửi Sở Y tế tỉnh Kiên Giang về việc phối hợp tuyên truyền phòng, chống dịch bệnh"


@pytest.fixture(scope="module", autouse=True)
def _server() -> Iterator[None]:
    yield
    reader.stop()


# Written out by hand from the two tables, not taken from the module under test.
TCVN3 = {
    "MẬT": "MËT",
    "TỐI MẬT": "TèI MËT",
    "TUYỆT MẬT": "TUYÖT MËT",
    "GIẢI MẬT": "GI¶I MËT",
    "HỎA TỐC": "HáA TèC",
    "THƯỢNG KHẨN": "TH¦îNG KHÈN",
    "Độ mật: Tối mật": "§é mËt: Tèi mËt",
    "Chỉ người có tên mới được bóc bì": "ChØ ng­êi cã tªn míi ®­îc bãc b×",
    "Thời hạn bảo vệ bí mật nhà nước: 10 năm": "Thêi h¹n b¶o vÖ bÝ mËt nhµ n­íc: 10 n¨m",
    PROSE: "KÝnh göi Së Y tÕ tØnh Kiªn Giang vÒ viÖc phèi hîp tuyªn truyÒn phßng, chèng dÞch bÖnh",
}
VNI = {
    "MẬT": "MAÄT",
    "TỐI MẬT": "TOÁI MAÄT",
    "TUYỆT MẬT": "TUYEÄT MAÄT",
    "GIẢI MẬT": "GIAÛI MAÄT",
    "HỎA TỐC": "HOÛA TOÁC",
    "THƯỢNG KHẨN": "THÖÔÏNG KHAÅN",
    "Độ mật: Tối mật": "Ñoä maät: Toái maät",
    "Chỉ người có tên mới được bóc bì": "Chæ ngöôøi coù teân môùi ñöôïc boùc bì",
    "Thời hạn bảo vệ bí mật nhà nước: 10 năm": "Thôøi haïn baûo veä bí maät nhaø nöôùc: 10 naêm",
    PROSE: "Kính göûi Sôû Y teá tænh Kieân Giang veà vieäc phoái hôïp tuyeân truyeàn phoøng, choáng dòch beänh",
}
RULES = {
    "MẬT": "G1",
    "TỐI MẬT": "G1",
    "TUYỆT MẬT": "G1",
    "GIẢI MẬT": "G4",
    "Độ mật: Tối mật": "G2",
    "Chỉ người có tên mới được bóc bì": "G3",
    "Thời hạn bảo vệ bí mật nhà nước: 10 năm": "G3",
}


def rtf(text: str) -> bytes:
    coded = "".join(char if char.isascii() else f"\\'{ord(char):02x}" for char in text).replace("\n", "\\par\n")
    return f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0\\fcharset0 .VnTime;}}}}\\f0 {coded}}}".encode()


FORMS: dict[str, Callable[[str], bytes]] = {
    "byte.txt": lambda text: text.encode("latin-1"),
    "utf8.txt": lambda text: text.encode(),
    "a.docx": lambda text: files.docx(*text.split("\n")),
    "a.rtf": rtf,
    "a.pdf": files.pdf,
}


@pytest.mark.parametrize("old", [TCVN3, VNI], ids=["tcvn3", "vni"])
@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(("words", "rule"), RULES.items())
def test_a_mark_is_a_mark_in_any_letters(old: dict[str, str], name: str, words: str, rule: str) -> None:
    reading = reader.read(FORMS[name](f"{old[PROSE]}\n{old[words]}"), name=name)
    assert rule in {finding.rule for finding in guard.judge(reading).findings}


@pytest.mark.parametrize("old", [TCVN3, VNI], ids=["tcvn3", "vni"])
@pytest.mark.parametrize("name", FORMS)
def test_urgency_and_prose_are_no_secret_and_can_be_read(old: dict[str, str], name: str) -> None:
    reading = reader.read(FORMS[name](f"{old[PROSE]}\n{old['HỎA TỐC']}\n{old['THƯỢNG KHẨN']}"), name=name)
    assert guard.judge(reading).findings == ()
    if name != "a.pdf":  # its maker drops soft hyphens, which are a letter of TCVN3
        assert reading.text() == f"{PROSE}\nHỎA TỐC\nTHƯỢNG KHẨN"


@pytest.mark.parametrize("old", [TCVN3, VNI], ids=["tcvn3", "vni"])
def test_every_sample_is_read_letter_by_letter(old: dict[str, str]) -> None:
    way = old_letters.tcvn3 if old is TCVN3 else old_letters.vni
    assert {way(coded).lower() for coded in old.values()} == {words.lower() for words in old}
    assert [old_letters.readable(coded).lower() for coded in old.values()] == [words.lower() for words in old]


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "«Nghị định» số 30/2020/NĐ-CP § 4 – 37°C, ±0,5 µm, © 2021 ®",
        "Café, naïve, über, señor, façade, Ångström, Łódź",
        "MẶT TRẬN TỔ QUỐC, TOÁI, hoá, hòa, thuỷ, QUÝ",
        "mật",
        "",
    ],
)
def test_what_is_not_old_stays(text: str) -> None:
    assert old_letters.readable(text) == text


def test_the_shared_texts_stay() -> None:
    if not SHARED.is_dir():
        pytest.skip("the shared data folder is not beside the project")
    changed = 0
    for path in (*(SHARED / "law_texts").glob("*.md"), SHARED / "wiki_vi" / "articles.jsonl"):
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8")[:500_000])
        changed += old_letters.readable(text) != text
    assert changed == 0


@pytest.mark.parametrize(
    ("font", "shown"),
    [
        (".VnTimeH", "TỐI MẬT"),
        (".VnTime", "tối mật"),
        ("ABCDEF+.VnArialH", "TỐI MẬT"),
        (".VnArial NarrowH", "TỐI MẬT"),
        (".VnHelvetIns", "tối mật"),
        ("Times New Roman", "tèi mËt"),
    ],
)
def test_fonts_of_capitals(font: str, shown: str) -> None:
    assert old_letters.of_font("tèi mËt", font) == shown
    assert old_letters.is_of_old_font(font) == (shown != "tèi mËt")
    assert old_letters.of_font("toái maät", "VNI-Times") == "tối mật"


@pytest.mark.parametrize("words", ["tèi mËt", "\uf074\uf0e8\uf069 \uf06d\uf0cb\uf074"])
def test_a_run_of_a_document_is_shown_in_its_font(words: str) -> None:
    """Among other words of the line, so that nothing but the font tells."""
    raw = files.docx("Mức RUN", "Kính gửi")
    with zipfile.ZipFile(BytesIO(raw)) as package:
        main = package.read("word/document.xml").decode()
    run = f'<w:r><w:rPr><w:rFonts w:ascii=".VnTimeH"/></w:rPr><w:t>{words}</w:t></w:r>'
    plain = '<w:r><w:t xml:space="preserve">Mức </w:t></w:r>'
    main = re.sub(r"<w:r>(?:(?!</w:r>).)*Mức RUN.*?</w:r>", lambda _: plain + run, main)
    found = reader.read(files.changed_zip(raw, {"word/document.xml": main}), name="a.docx")
    assert found.text() == "Mức TỐI MẬT\nKính gửi"
