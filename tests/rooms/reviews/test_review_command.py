"""phoihop review: the text of a plan or round as a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from phoihop.reviews.models import Review
from phoihop.site.commandline import main
from tests.conftest import StoppedClock
from tests.world import plans as plan_layer
from tests.world import reviews as layer
from tests.world.build import World


@pytest.fixture
def code(world: World, clock: StoppedClock) -> str:
    clock.move_to(layer.OVER)
    return plan_layer.begin(world).plan


def test_without_an_open_review_it_is_drawn_from_the_record(
    code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind, head in (("docx", b"PK"), ("pdf", b"%PDF"), ("json", b"{")):
        target = tmp_path / f"review.{kind}"
        capsys.readouterr()
        assert main(["review", code, "--period", "2021", "-o", str(target), "--json"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert (said["review"], said["bytes"]) == ("", target.stat().st_size)
        assert target.read_bytes().startswith(head)
    assert not Review.rows.exists()
    again = tmp_path / "again.json"
    assert main(["review", code, "--period", "2021", "-o", str(again)]) == 0
    assert again.read_bytes() == (tmp_path / "review.json").read_bytes()


def test_of_a_signed_review_its_signed_text(
    world: World, clock: StoppedClock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clock.move_to(layer.OVER)
    found = layer.signed(world, dissent="Chưa thống nhất")
    target = tmp_path / "review.json"
    capsys.readouterr()
    assert main(["review", found.year.round, "--period", "2021", "-o", str(target), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "SIGNED_WITH_DISSENT"
    assert "Chưa thống nhất" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("plan", "period", "name", "says"),
    [
        ("KH-kg-2021-khong-co", "2021", "a.pdf", "PLAN"),
        ("KH-kg-2021-so-yte", "năm nay", "a.pdf", "--period"),
        ("KH-kg-2021-so-yte", "2022", "a.pdf", "--period"),
        ("KH-kg-2021-so-yte", "2021", "a.txt", "-o"),
        ("KH-kg-2021-so-yte", "2021", "khong/co/a.pdf", "-o"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    code: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    plan: str,
    period: str,
    name: str,
    says: str,
) -> None:
    target = tmp_path / name
    assert main(["review", plan, "--period", period, "-o", str(target)]) == 2
    assert says in capsys.readouterr().err
    assert not target.exists()
    assert not list(tmp_path.rglob("*.part"))
