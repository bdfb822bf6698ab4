"""phoihop due over the sample programme: every row has its unit, clause, date and explanation; the dates are right."""

import json
from datetime import date

import pytest

from phoihop.ground.actor import Actor
from phoihop.obligations.queries import due_list, read_explanation
from phoihop.site.commandline import main
from phoihop.site.programme.loading import load
from tests.world.build import AT
from tests.world.plans import SAMPLE

CONSOLE = Actor.system("administrator-console")
ON = "2021-08-02"


@pytest.fixture
def sample(db, clock):
    load(SAMPLE / "programme.yaml", at=AT)
    load(SAMPLE / "example-rules.yaml", at=AT)


def due(capsys, *words):
    capsys.readouterr()
    assert main(["due", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


OWED_BY_THE_DEPARTMENT = [  # of Health, over the whole year
    ("2021-07-09", "partner.review", "before", "QC-kg-07, 6.1"),
    ("2021-07-12", "partner.notify-topics", "", "QC-kg-07, 3.2"),
    ("2021-07-12", "partner.provide-documents", "before", "QC-kg-07, 4.1"),
    ("2021-07-30", "partner.provide-documents", "during", "QC-kg-07, 4.1"),
    ("2021-11-11", "partner.review", "during", "QC-kg-07, 6.1"),
    ("2021-12-17", "partner.review", "after", "QC-kg-07, 6.1"),
]
OWED_TO_IT = [  # by the commission
    ("2021-07-05", "lead.listen", ""),
    ("2021-08-04", "lead.listen", ""),
    ("2021-08-06", "lead.review", "before"),
    ("2021-09-07", "lead.listen", ""),  # the National Day is two days off
    ("2021-10-05", "lead.listen", ""),
    ("2021-11-03", "lead.listen", ""),
    ("2021-11-18", "lead.inform", "during"),
    ("2021-12-03", "lead.listen", ""),
    ("2021-12-09", "lead.review", "during"),
    ("2021-12-24", "lead.inform", "after"),
    ("2022-01-17", "lead.review", "after"),  # New Year's Day is made up for on Monday
]


def test_every_row_has_unit_clause_date_and_explanation(sample, capsys):
    rows = due(capsys, "--on", ON)
    assert len(rows) > 30
    for row in rows:
        assert row["unit"]
        assert row["unit_name"]
        assert row["clause"]
        assert row["due"] <= ON
        assert row["status"] == ("due" if row["due"] == ON else "late")
        assert row["explanation"]["due"] == row["due"]
        assert "Lịch: " in row["explanation_text"]
    assert [row["due"] for row in rows] == sorted(row["due"] for row in rows)


def test_the_dates_of_the_department_of_health(sample, capsys):
    rows = due(capsys, "--on", ON, "--within", "200", "--unit", "so-yte")
    assert [(row["due"], row["duty"], row["stage"], row["clause"]) for row in rows] == OWED_BY_THE_DEPARTMENT
    assert {row["unit_name"] for row in rows} == {"Sở Y tế tỉnh Kiên Giang"}
    late = due(capsys, "--on", ON, "--unit", "kg/so-yte")
    assert [row["due"] for row in late] == [row[0] for row in OWED_BY_THE_DEPARTMENT[:4]]


def test_what_the_commission_owes_it(sample, capsys):
    rows = due(capsys, "--on", ON, "--within", "200", "--unit", "DV-kg-btg-tinh-uy")
    of_plan = [row for row in rows if row["source"] == "KH-kg-2021-so-yte"]
    assert [(row["due"], row["duty"], row["stage"]) for row in of_plan] == OWED_TO_IT


def test_the_table_of_the_terminal(sample, capsys):
    assert main(["due", "--on", ON, "--unit", "so-yte"]) == 0
    printed = capsys.readouterr().out
    assert "2021-07-12" in printed
    assert "5 ngày làm việc sau ngày chọn vấn đề" in printed


def test_the_rows_are_those_of_the_query(sample, capsys):
    lines = due_list(CONSOLE, date.fromisoformat(ON))
    assert [row["code"] for row in due(capsys, "--on", ON)] == [line.row.code for line in lines]
    for line in lines:
        assert read_explanation(line.explanation).due == line.row.due_date


@pytest.mark.parametrize("words", [("--on", "2021-02-30"), ("--within", "-1"), ("--unit", "khong-co")])
def test_wrong_words_exit_2(sample, capsys, words):
    assert main(["due", *words]) == 2
