"""`phoihop guard` and `phoihop register`: verdicts as exit codes; a batch that is killed half-way loses nothing and
brings nothing twice."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from phoihop.documents.models import Document, Held, Link
from phoihop.ledger.models import Entry
from phoihop.site import commandline
from phoihop.site.commandline import main
from tests.browser.served import Served
from tests.world import files, plans
from tests.world.intake import LETTER, kept_files, letter, locked, marked

GOOD, INTERNAL, SECRET, LOCKED = "bao-cao.pdf", "danh-sach.docx", "phuong-an.pdf", "khoa.pdf"


@pytest.fixture
def folder(tmp_path):
    for name, content in (
        (GOOD, letter()),
        (INTERNAL, files.docx("LƯU HÀNH NỘI BỘ", "Danh sách")),
        (SECRET, marked()),
        (LOCKED, locked()),
    ):
        (tmp_path / name).write_bytes(content)
    return tmp_path


def run(capsys, command, *words):
    """The exit code, and what was printed as data."""
    code = main([command, *map(str, words), "--json"])
    printed = capsys.readouterr()
    return code, json.loads(printed.out), printed.err


CODES = [
    ([GOOD], commandline.OK),
    ([GOOD, INTERNAL], commandline.OK),
    ([GOOD, LOCKED], commandline.HELD),
    ([GOOD, LOCKED, SECRET], commandline.REFUSED),  # the gravest decides
    ([SECRET], commandline.REFUSED),
]


@pytest.mark.parametrize(("names", "code"), CODES)
def test_guard_answers_by_its_exit_code_and_changes_nothing(world, capsys, folder, names, code):
    before = kept_files()
    exit_code, rows, _said = run(capsys, "guard", *(folder / name for name in names))
    assert exit_code == code
    assert [Path(row["file"]).name for row in rows] == names
    verdicts = {GOOD: "ACCEPTED", INTERNAL: "INTERNAL", LOCKED: "HELD", SECRET: "REFUSED"}
    assert [row["verdict"] for row in rows] == [verdicts[name] for name in names]
    assert kept_files() == before
    assert not (Document.rows.exists())
    assert not (Held.rows.exists())
    assert not (Entry.rows.filter(kind__startswith="file.").exists())


def test_guard_names_rule_place_and_no_word(world, capsys, folder):
    main(["guard", str(folder / SECRET)])
    said = capsys.readouterr().out
    assert "REFUSED" in said
    assert "G1" in said
    assert "Có dấu chỉ độ mật" in said
    assert "khoanh vùng" not in said
    _code, (row,), _said = run(capsys, "guard", folder / SECRET)
    assert row["rules"] == ["G1"]
    assert row["places"] == ["trang 1, trong nội dung"]


@pytest.mark.parametrize("command", ["guard", "register"])
def test_missing_files_are_all_told_and_nothing_is_done(world, capsys, folder, command):
    more = ["--unit", world.code("so-yte")] if command == "register" else []
    code, told, said = run(capsys, command, folder / GOOD, folder / "khong-co.pdf", folder, folder / "mat.pdf", *more)
    assert code == commandline.WRONG
    assert [Path(error["place"]).name for error in told["errors"]] == ["khong-co.pdf", folder.name, "mat.pdf"]
    assert said.count("\n") == 3
    assert not Document.rows.exists()


@pytest.mark.parametrize(("names", "code"), CODES)
def test_register_answers_by_its_exit_code(world, capsys, folder, names, code):
    exit_code, rows, said = run(capsys, "register", *(folder / name for name in names), "--unit", world.code("so-yte"))
    assert exit_code == code
    assert "không chứa bí mật nhà nước" in said
    taken = {GOOD, INTERNAL} & set(names)
    assert {Path(row["file"]).name for row in rows if row["code"]} == taken
    rows_in = Document.rows.filter(state="REGISTERED", direction="KEPT", owner_id=world.unit("so-yte"))
    assert rows_in.count() == len(taken)
    assert Held.rows.count() == (LOCKED in names)
    assert [bool(row["held"]) for row in rows] == [name == LOCKED for name in names]


def test_register_takes_what_the_text_proposes(world, capsys, folder):
    year = plans.call_round(world)
    run(capsys, "register", folder / GOOD, "--topic", year.plan)
    row = Document.rows.get()
    assert (row.citation, row.type_key, row.issued_date.isoformat()) == ("125/BC-SYT", "BC", "2021-07-30")
    assert row.owner_id == world.unit("so-yte")  # the partner of the plan
    assert Link.rows.get().about == year.plan


def test_drafts_are_left_for_the_clerk(world, capsys, folder):
    run(capsys, "register", folder / GOOD, "--draft", "--as", "giang")
    row = Document.rows.get()
    assert (row.state, row.owner_id) == ("DRAFT", world.unit("btg-tinh-uy"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "--unit hoặc --as"),
        (["--topic", "KH-kg-1999-x"], "không thấy vấn đề hoặc kế hoạch"),
        (["--unit", "DV-kg-khong-co"], "không có cơ quan"),
        (["--as", "nobody"], "không có tài khoản"),
        (["--as", "ha"], "quyền đưa văn bản vào"),
    ],
)
def test_wrong_words_exit_2(world, capsys, folder, words, said):
    code, _told, err = run(capsys, "register", folder / GOOD, *words)
    assert code == commandline.WRONG
    assert said in err
    assert not Document.rows.exists()


def test_twice_brings_nothing_twice(world, capsys, folder):
    paths = [folder / name for name in (GOOD, INTERNAL, LOCKED, SECRET)]
    unit = ["--unit", world.code("so-yte")]
    _code, first, _said = run(capsys, "register", *paths, *unit)
    code, again, _said = run(capsys, "register", *paths, *unit)
    assert code == commandline.REFUSED
    assert [(row["code"], row["held"]) for row in again] == [(row["code"], row["held"]) for row in first]
    assert [row["known"] for row in again] == [True, True, True, False]
    assert (Document.rows.count(), Held.rows.count()) == (2, 1)


# ── killed half-way ─────────────────────────────────────────────────────────────────────────────────────────


def thirty(folder):
    """Mixed small files by their names, and how many of each fate."""
    folder.mkdir()
    fates = {"taken": [], "held": [], "refused": []}
    makers = (
        ("taken", "pdf", lambda n: files.pdf(f"{LETTER}\nBản số {n}")),
        ("taken", "docx", lambda n: files.docx("Kế hoạch", f"Bản số {n}")),
        ("taken", "xlsx", lambda n: files.xlsx([["Bản số", str(n)]])),
        ("taken", "txt", lambda n: f"Bản số {n}".encode()),
        ("taken", "eml", lambda n: files.eml(f"Gửi bản số {n}", attachments={"kem.txt": f"Phụ lục {n}".encode()})),
        ("taken", "zip", lambda n: files.zipped({f"ban-{n}.txt": f"Bản số {n}"})),
        ("taken", "odt", lambda n: files.opendocument(f"Bản số {n}")),
        ("taken", "html", lambda n: files.html(f"Bản số {n}")),
        ("held", "pdf", lambda n: files.changed_pdf(files.pdf(f"Bản số {n}"), password="mo-cua")),
        ("refused", "docx", lambda n: files.docx("TỐI MẬT", f"Bản số {n}")),
    )
    for number in range(30):
        fate, ending, make = makers[number % len(makers)]
        path = folder / f"{number:02}.{ending}"
        path.write_bytes(make(number))
        fates[fate].append(path)
    return fates


def stored(house, sql):
    with closing(sqlite3.connect(f"file:{house.data / 'phoihop.sqlite3'}?mode=ro", uri=True)) as database:
        return database.execute(sql).fetchall()


@pytest.mark.slow
def test_a_batch_killed_half_way_is_finished_by_running_it_again(tmp_path):
    house = Served(tmp_path / "data")
    house.seed("unplayed")
    fates = thirty(tmp_path / "papers")
    every = sorted(path for paths in fates.values() for path in paths)
    words = ["register", *map(str, every), "--unit", "DV-kg-so-yte", "--topic", "KH-kg-2021-so-yte"]

    batch = subprocess.Popen(
        [sys.executable, "-m", "phoihop", *words],
        env=house.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    until = time.monotonic() + 120
    while stored(house, "SELECT count(*) FROM documents_document")[0][0] < 10:
        assert batch.poll() is None, "the batch ended before it could be killed"
        assert time.monotonic() < until, "too few documents in two minutes"
        time.sleep(0.02)
    os.killpg(batch.pid, signal.SIGKILL)
    batch.wait()
    there = stored(house, "SELECT count(*) FROM documents_document")[0][0]
    assert 10 <= there < len(fates["taken"])

    rows = json.loads(house.run(*words, "--json", code=commandline.REFUSED))
    assert [row["file"] for row in rows] == [str(path) for path in every]
    assert sum(row["known"] for row in rows if row["code"]) == there  # what was done is passed over
    verdicts = {row["file"]: row["verdict"] for row in rows}
    for fate, said in (("taken", "ACCEPTED"), ("held", "HELD"), ("refused", "REFUSED")):
        assert {verdicts[str(path)] for path in fates[fate]} == {said}

    taken = len(fates["taken"])
    assert stored(house, "SELECT state, count(*) FROM documents_document GROUP BY state") == [("REGISTERED", taken)]
    assert stored(house, "SELECT count(DISTINCT fingerprint) FROM documents_document") == [(taken,)]
    assert stored(house, "SELECT count(*) FROM documents_rendition WHERE kind = 'ORIGINAL'") == [(taken,)]
    assert stored(house, "SELECT count(*) FROM documents_link") == [(taken,)]
    assert stored(house, "SELECT count(*) FROM documents_held WHERE state = 'HELD'") == [(len(fates["held"]),)]
    kept = [path for path in (house.data / "documents").glob("??/*") if path.is_file()]
    assert len(kept) == taken
    assert len(list((house.data / "quarantine").iterdir())) in (len(fates["held"]), len(fates["held"]) + 1)
    assert house.ask("ledger", "verify")["sound"] is True

    again = json.loads(house.run(*words, "--json", code=commandline.REFUSED))
    assert [row["code"] for row in again] == [row["code"] for row in rows]
