"""phoihop ledger verify|export."""

import json

import pytest

from phoihop.ledger.models import Entry
from phoihop.site import commandline
from phoihop.site.commandline import NO, OK, WRONG
from tests.rooms.ledger.samples import export_of, head_of


@pytest.fixture
def phoihop(world, capsys, monkeypatch):
    monkeypatch.setattr(commandline, "start_django", lambda: None)

    def run(*words):
        code = commandline.main(["ledger", *map(str, words)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def written(tmp_path):
    def write(lines):
        path = tmp_path / "given.jsonl"
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    return write


def test_export_then_verify(phoihop, tmp_path):
    path = tmp_path / "ledger.jsonl"
    code, out, _ = phoihop("export", path, "--json")
    told = json.loads(out)
    assert (code, told["entries"]) == (OK, Entry.rows.count())
    code, out, _ = phoihop("verify", path, "--head", told["head"], "--json")
    assert code == OK
    assert json.loads(out) == {**json.loads(out), "sound": True, "head": told["head"], "seals_after_head": 0}
    assert list(tmp_path.iterdir()) == [path]


def test_export_to_standard_output(phoihop, written):
    code, out, err = phoihop("export", "-")
    assert code == OK
    assert err.startswith("head ")
    assert phoihop("verify", written(out.splitlines()))[0] == OK


def test_verify_the_database(phoihop):
    code, out, _ = phoihop("verify")
    assert code == OK
    assert out.startswith("sound: ")


def test_tampering_exits_1(phoihop, written):
    lines = export_of([[1, 2], [3]])
    code, out, _ = phoihop("verify", written([line.replace("đã duyệt", "bị bác") for line in lines]), "--json")
    assert code == NO
    assert json.loads(out)["findings"]


def test_a_cut_tail_exits_1_with_the_head(phoihop, written):
    head = head_of(export_of([[1, 2], [3]]))
    cut = written(export_of([[1, 2]]))
    assert phoihop("verify", cut)[0] == OK
    assert phoihop("verify", cut, "--head", head)[0] == NO


def test_bytes_that_are_no_text_exit_1(phoihop, tmp_path):
    path = tmp_path / "rubbish"
    path.write_bytes(bytes(range(256)) * 10)
    assert phoihop("verify", path)[0] == NO


def test_wrong_input_exits_2(phoihop, tmp_path):
    assert phoihop("verify", tmp_path / "none")[0] == WRONG
    assert phoihop("verify", tmp_path)[0] == WRONG
    assert phoihop("verify", "--head", "abc")[0] == WRONG
    code, _, err = phoihop("export", tmp_path / "no" / "where")
    assert code == WRONG
    assert "where" in err
