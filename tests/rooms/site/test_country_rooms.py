"""The other rooms of the synthetic country, and the page that its measurements become."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from benchmarks.everything import curve, report, sizes
from phoihop.concerns.models import Concern
from phoihop.press.models import Item, Match
from phoihop.site.country import build, making
from phoihop.site.country.making.country import fill_country
from tests.rooms.site.test_load import empty  # noqa: F401  (a fixture)

SCALE = 0.01  # one body


@pytest.mark.slow
@pytest.mark.once
def test_every_room_is_filled_once(empty: Any) -> None:  # noqa: F811
    build.build(SCALE, 1, lambda done, total: None)
    made = fill_country(SCALE, 1, lambda done, total: None, amount=0.04)
    assert made.keys() == making.ROOMS.keys()
    assert all(made.values()), made
    assert Concern.rows.count() == made["concerns"] == round(303 * 0.04)
    assert not Concern.rows.filter(is_illustration=False).exists()
    assert Item.rows.count() == made["press"]
    assert Match.rows.exists()
    assert fill_country(SCALE, 1, lambda done, total: None, amount=0.04) == {}
    assert Concern.rows.count() == made["concerns"]


def test_the_curve_is_a_picture_with_a_name_for_every_line() -> None:
    picture = curve.drawn("t <1>", "rows", "ms", {"one": [(10, 1), (1000, 20)], "two": [(10, 2), (1000, 2)]})
    root = ET.fromstring(picture)
    names = {"".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"■ one", "■ two", "1,000"} <= names
    lines = list(root.iter("{http://www.w3.org/2000/svg}polyline"))
    assert len(lines) == 2
    first = [float(point.split(",")[1]) for point in lines[0].attrib["points"].split()]
    assert first[0] > first[1]  # a slower page stands higher


def test_nothing_measured_draws_nothing() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        curve.drawn("t", "rows", "ms", {})


def test_the_page_says_what_is_over_its_budget(tmp_path: Path) -> None:
    small, large = (_file(tmp_path, scale, p95) for scale, p95 in ((0.1, 20.0), (1.0, 71.0)))
    found = [report.read(small), report.read(large)]
    lines = report.growth(found)
    assert lines == {"desk:today (lead)": [(103.0, 20.0), (1003.0, 71.0)]}
    text = report.page(found, lines, "performance.svg")
    assert "| `desk:today` | lead | 20 / 8, 12 | **71** / 8, 12 | **+255 %** |" in text
    assert "| `concerns:list` | lead | 20 / 8, 12 | **71** / 8, 12 | **+255 %** |" in text
    assert "did not grow with the country: `concerns:list` (concerns)." in text
    assert "p95 grows by no more than half in 0 of 2 rows, by more in 2." in text
    assert "| SF1 SQLite | 2 of 3 | 2 | 0 | 0 | 2 | **240** of 200 MB |" in text
    assert "| obligations | 100 | 1,000 |" in text
    assert "fills (concerns, press) was filled for: SF0.1 SQLite 1 of 10 bodies; SF1 SQLite 1 of 99 bodies." in text
    assert "Left out: editor: the data has no editor." in text
    assert "`plans:carry`: lead: no page of this reader links to it" in text
    assert "| web, worker | 90 / 290, **240** | 90 / 290, **240** |" in text
    assert "so many of each:\nSF0.1 SQLite 3, SF1 SQLite 3." in text
    assert "`sample build` took 10 minutes, 4 of CPU besides the database's, and 99 MB at most." in text


def test_the_country_is_judged_by_what_is_resident(tmp_path: Path) -> None:
    one = report.read(_file(tmp_path, 34.0, 20.0))
    assert one.worker() == (290, 250)
    assert "| web, worker | 90 / **290**, 240 |" in report.page([one], {}, "performance.svg")


def test_jobs_that_were_measured_alone_stand_for_those_of_the_pages(tmp_path: Path) -> None:
    path = _file(tmp_path, 1.0, 20.0)
    again = [{"what": "job", "name": "clock", "wall_ms": 7, "cpu_ms": 5, "queries": 4, "done": 0, "runs": 5}]
    again.append({"what": "run", "cpu_s": 2, "runs": 5})
    path.write_text(path.read_text(encoding="utf-8") + "\n" + "\n".join(map(json.dumps, again)), encoding="utf-8")
    found = report.read(path)
    assert found.jobs["clock"]["wall_ms"] == 7
    assert (found.run["runs"], found.run["cpu_s"]) == (3, 5)


def test_of_a_table_its_rows_are_counted(db: None) -> None:
    assert sizes._count("django_migrations") > 0
    assert sizes._count(sizes.WHOLE_FILE) > sizes._count("django_migrations")


def test_a_run_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    path = _file(tmp_path, 1.0, 20.0)
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[:-1]), encoding="utf-8")
    with pytest.raises(SystemExit, match="did not come to its end"):
        report.read(path)


def _file(folder: Path, scale: float, p95: float) -> Path:
    path = folder / f"{scale}.jsonl"
    machine = {"cores": 2, "processor": "x", "memory_gb": 4, "python": "3.11", "load": 0.1, "day": "2026-11-27"}
    machine["yardstick_ms"] = 40
    page = {"p50_ms": 9, "p95_ms": p95, "cpu_ms": 8.0, "budget_p95_ms": 50, "budget_cpu_ms": 12, "kind": "page"}
    rows = {"obligations.Obligation": int(scale * 1000), "concerns.Concern": 3}
    lines = [
        {"what": "machine", "scale": scale, "database": "sqlite", **machine},
        {"what": "rows", "scale": scale, **rows},
        {"what": "bodies", "built": round(scale * 99), "filled": 1, "rooms": ["concerns", "press"]},
        {"what": "page", "door": "desk:today", "reader": "lead", "queries": 12, "is_within": p95 <= 50, **page},
        {"what": "page", "door": "concerns:list", "reader": "lead", "queries": 12, "is_within": p95 <= 50, **page},
        {"what": "left out", "door": "plans:carry", "reader": "lead", "why": "no page of this reader links to it"},
        {"what": "no reader", "reader": "editor", "why": "the data has no editor"},
        {"what": "job", "name": "clock", "wall_ms": 3, "cpu_ms": 2, "queries": 4, "done": 0, "runs": 3},
        {"what": "load", "wall_s": 600, "cpu_s": 240, "peak_mb": 99},
        {"what": "memory", "process": "web, worker", "started_mb": 90, "rss_mb": 290, "pss_mb": 240},
        {"what": "sizes", "total_mb": 1, "index_mb": 0.4, "search_index_mb": 0, "tables": []},
        {"what": "run", "cpu_s": 3, "runs": 3},
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path
