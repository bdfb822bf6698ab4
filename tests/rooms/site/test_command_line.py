import json

import pytest

from phoihop.site import commandline
from phoihop.site.commandline import Out, Problem, WrongInput, command_names, main
from phoihop.site.options import ROOT

pytestmark = pytest.mark.django_db


def test_data_goes_to_output_and_messages_to_error(capsys):
    out = Out(is_json=True)
    out.data({"tên": "Sở Y tế"}, "text")
    out.say("being done")
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"tên": "Sở Y tế"}
    assert printed.err == "being done\n"


def test_a_table_is_aligned_or_json(capsys):
    rows = [{"code": "NV-kg-2021-000001", "due": None}, {"code": "NV", "due": "2021-08-02"}]
    Out(is_json=False).table(rows, {"code": "Mã", "due": "Hạn"})
    assert capsys.readouterr().out.splitlines() == [
        "Mã                 Hạn",
        "NV-kg-2021-000001",
        "NV                 2021-08-02",
    ]


def test_wrong_input_tells_every_problem_and_exits_2(capsys, monkeypatch):
    from phoihop.site.cli import check

    def run(options, out):
        raise WrongInput([Problem("line 3", "unknown unit"), Problem("line 9", "bad date")])

    monkeypatch.setattr(check, "run", run)
    assert main(["check", "--json"]) == commandline.WRONG
    printed = capsys.readouterr()
    assert [error["place"] for error in json.loads(printed.out)["errors"]] == ["line 3", "line 9"]
    assert printed.err.splitlines() == ["phoihop: line 3: unknown unit", "phoihop: line 9: bad date"]


def test_a_refusal_of_the_house_exits_2(capsys, monkeypatch):
    from phoihop.ground.command import Refused
    from phoihop.site.cli import check

    def run(options, out):
        raise Refused("Giai đoạn đã đóng.")

    monkeypatch.setattr(check, "run", run)
    assert main(["check"]) == commandline.WRONG
    assert "Giai đoạn đã đóng." in capsys.readouterr().err


def test_a_fault_is_not_swallowed(monkeypatch):
    from phoihop.site.cli import check

    def run(options, out):
        raise ZeroDivisionError

    monkeypatch.setattr(check, "run", run)
    with pytest.raises(ZeroDivisionError):
        main(["check"])


def test_an_unknown_command_exits_2(capsys):
    with pytest.raises(SystemExit) as left:
        main(["no-such-command"])
    assert left.value.code == commandline.WRONG


def test_tick_with_a_wrong_time_exits_2(capsys):
    assert main(["tick", "--at", "2021-13-01"]) == commandline.WRONG
    assert "--at" in capsys.readouterr().err


def test_check_answers_with_one_finding_a_line(capsys):
    from phoihop.site.checks import found, given

    code = main(["check", "--json"])
    rows = json.loads(capsys.readouterr().out)
    names = {"python", "data folder", "disk", "database", "clock", "queue", "house", "pages", "OCR", "fonts"}
    assert {row["check"] for row in rows} >= names | {*given.LOOKS, *found.LOOKS}
    assert {row["level"] for row in rows} <= {"ok", "note", "missing", "unsafe"}
    assert code == (commandline.OK if all(row["ok"] for row in rows) else commandline.NO)


def findings(capsys, name):
    main(["check", "--json"])
    return [row for row in json.loads(capsys.readouterr().out) if row["check"] == name]


@pytest.mark.parametrize(
    ("script", "is_well", "words"),
    [
        ("echo 'List of available languages (2):'; echo eng; echo vie", True, "reads Vietnamese"),
        ("echo eng; echo osd", False, "apt-get install tesseract-ocr-vie"),
        ("exit 3", False, "does not run"),
        (None, False, "apt-get install tesseract-ocr"),
    ],
)
def test_check_tells_whether_scans_can_be_read(capsys, monkeypatch, tmp_path, script, is_well, words):
    if script is not None:
        (tmp_path / "tesseract").write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "tesseract").chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    (row,) = findings(capsys, "OCR")
    assert row["ok"] == is_well
    assert words in row["finding"]


def test_check_looks_for_a_font_that_draws_vietnamese(capsys, monkeypatch, tmp_path):
    from phoihop.site.cli import check

    drawn = [path for path in check._font_files() if "Tinos" in path.name or "DejaVuSans" in path.name]
    if not drawn:
        pytest.skip("no font known to draw Vietnamese on this machine: apt-get install fonts-croscore")
    assert findings(capsys, "fonts")[0]["ok"]
    monkeypatch.setattr(check, "FONTS", (str(tmp_path),))
    (tmp_path / "no-font.ttf").write_bytes(b"not a font")
    (row,) = findings(capsys, "fonts")
    assert not row["ok"]
    assert "apt-get install fonts-croscore" in row["finding"]


def test_check_finds_folders_that_others_may_enter(capsys, monkeypatch, tmp_path):
    from types import SimpleNamespace

    from phoihop.site.cli import check

    monkeypatch.setattr(check, "site_options", lambda: SimpleNamespace(data=tmp_path))
    for name, mode in (("documents", 0o700), ("quarantine", 0o750), ("spool", 0o777)):
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(mode)
    found = {words.split("/ ")[0]: is_well for is_well, words in check._data_folder() if "/ has mode" in words}
    assert found == {"documents": True, "quarantine": False, "spool": False}


def test_every_command_is_documented():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [name for name in command_names() if f"`phoihop {name}" not in text] == []
