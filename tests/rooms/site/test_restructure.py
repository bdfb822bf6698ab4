"""phoihop restructure: every error with its line, what it waits for by exit code, once whatever number of times."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from phoihop.organizations import commands
from phoihop.organizations.models import Batch, Unit
from phoihop.site.commandline import HELD, OK, WRONG, main
from tests.world import plans
from tests.world import restructure as layer
from tests.world.build import World

BROKEN = """\
batch:
  key: Thu 1
  title: Sắp xếp
  date: 2021-02-30
  legal_basis: NQ
create:
  - {territory: kg, key: so-moi, name: Sở Mới, kind: phong, level: province}
steps:
  - merge: {from: [kg/so-yte, sở xây dựng], to: kg/so-moi}
  - gop: {from: kg/so-yte, to: kg/so-moi}
"""
UNKNOWN = """\
batch: {key: thu, title: Sắp xếp, date: 2021-09-01, legal_basis: NQ}
create:
  - {territory: kg, key: so-yte, name: Trùng khóa, kind: department, level: province}
steps:
  - merge: {from: [kg/khong-co, kg/so-yte], to: kg/so-xaydung}
  - absorb: {from: kg/so-xaydung, to: kg/so-tttt}
  - rename: {from: kg/so-tttt, to: kg/so-tttt}
  - change_parent: {unit: kg/ubnd-tinh, parent: kg/so-nnptnt}
"""


def written(folder: Path, content: str | dict[str, Any]) -> str:
    path = folder / "dot.yaml"
    if isinstance(content, str):
        path.write_text(content, encoding="utf-8")
    else:
        with path.open("w", encoding="utf-8") as file:
            YAML(typ="safe").dump(content, file)
    return str(path)


def errors(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_everything_wrong_with_the_shape_at_once_with_lines(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["restructure", written(tmp_path, BROKEN)]) == WRONG
    told = errors(capsys)
    for line, words in ((2, "key"), (4, "date"), (7, "kind"), (9, "không phải là cơ quan"), (10, "gop")):
        assert any(f"dòng {line}:" in one and words in one for one in told), (line, words, told)
    assert not Batch.rows.exists()


def test_everything_wrong_with_the_units_at_once_with_lines(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["restructure", written(tmp_path, UNKNOWN), "--dry-run"]) == WRONG
    told = errors(capsys)
    for line, words in (
        (3, "Đã có cơ quan kg/so-yte"),
        (5, "Không có cơ quan kg/khong-co"),
        (5, "cũng kết thúc trong đợt này"),
        (7, "không thể kế thừa chính nó"),
        (4, "nằm dưới chính nó"),
    ):
        assert any(f"dòng {line}:" in one and words in one for one in told), (line, words, told)


def test_a_dry_run_keeps_nothing(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans.begin(world)
    before = layer.picture()
    path = written(tmp_path, layer.document())
    assert main(["restructure", path, "--dry-run", "--json"]) == OK
    told = json.loads(capsys.readouterr().out)
    assert {"obligation", "lane", "party", "plan", "topic"} <= {line["kind"] for line in told["moves"]}
    assert {"Lê Thị Chi", "Phạm Quốc Dũng"} == {line["name"] for line in told["people"]}
    assert layer.picture() == before
    assert not Batch.rows.exists()
    assert main(["restructure", path, "--dry-run"]) == OK
    assert "Nghĩa vụ chủ trì: " in capsys.readouterr().out


def test_it_waits_for_two_people_then_for_its_day_then_is_done_once(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, layer.document())
    assert main(["restructure", path, "--json"]) == HELD
    told = json.loads(capsys.readouterr().out)
    assert (told["batch"], told["waits_for"]) == ("SX-kg-thu", "approvals")
    for person in (world.person("long"), layer.second_keeper(world)):
        commands.approve_batch(code="SX-kg-thu", by=person.actor, at=world.at)
    assert main(["restructure", path]) == OK
    assert Unit.rows.filter(key="so-moi").count() == 0
    for _twice in range(2):
        assert main(["restructure", path, "--at", "2021-09-01"]) == OK
    assert Unit.rows.filter(key="so-moi").count() == 1
    assert main(["restructure", path, "--undo", "Nhầm", "--at", "2021-09-02"]) == OK
    assert Unit.rows.filter(key="so-moi").count() == 0


def test_questions_hold_it(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    year = plans.begin(world)
    split = {"split": {"from": "kg/so-yte", "to": [{"unit": "kg/so-tttt"}, {"unit": "kg/so-nnptnt"}]}}
    path = written(tmp_path, layer.document(split))
    assert main(["restructure", path, "--json"]) == HELD
    told = json.loads(capsys.readouterr().out)
    assert told["waits_for"] == "answers"
    assert f"kg/so-yte:agreement:{year.agreement}" in {one["key"] for one in told["questions"]}


def test_a_day_that_is_none(world: World, tmp_path: Path) -> None:
    assert main(["restructure", written(tmp_path, layer.document()), "--at", "hôm nay"]) == WRONG


def test_nothing_to_undo(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restructure", written(tmp_path, layer.document()), "--undo", "Nhầm"]) == WRONG
    assert errors(capsys)
