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
    code = main(["check", "--json"])
    rows = json.loads(capsys.readouterr().out)
    names = {"python", "data folder", "disk", "database", "clock", "queue", "house", "pages"}
    assert {row["check"] for row in rows} == names
    assert code == (commandline.OK if all(row["ok"] for row in rows) else commandline.NO)


def test_every_command_is_documented():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [name for name in command_names() if f"`phoihop {name}" not in text] == []
