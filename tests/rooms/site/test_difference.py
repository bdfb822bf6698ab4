"""Before anything is loaded, the difference between the file and what is there is known."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from phoihop.site.programme.difference import Change, FieldChange, compare, is_same, sections_of
from phoihop.site.programme.reading import read
from phoihop.site.programme.values import Agreement, Clause, Plan, ProgrammeFile, SwapDay, Topic

SAMPLE = Path(__file__).parents[3] / "phoihop/sample/kien-giang-2021/programme.yaml"


@pytest.fixture(scope="module")
def file() -> ProgrammeFile:
    return read(SAMPLE)


def test_into_an_empty_place_everything_is_added(file):
    changes = compare(file, {})
    assert {change.kind for change in changes} == {"added"}
    assert changes[0].section == "programme"
    plan = next(change for change in changes if (change.section, change.key) == ("plans", "so-yte"))
    assert plan.fields == (
        FieldChange("partner", None, "so-yte"),
        FieldChange("mandate", None, "238-QĐ/TW"),
        FieldChange("domains", None, ["Hướng dẫn người dân phòng, chống dịch bệnh nguy hiểm"]),
    )
    assert not is_same(changes)


def test_the_same_file_again_changes_nothing(file):
    changes = compare(file, sections_of(file))
    assert {change.kind for change in changes} == {"unchanged"}
    assert is_same(changes)


def test_a_changed_field_is_shown_old_and_new(file):
    units = tuple(
        replace(unit, name="Sở Y tế", parent="") if unit.key == "so-yte" else unit for unit in file.organizations
    )
    changes = compare(replace(file, organizations=units), sections_of(file))
    assert [change for change in changes if change.kind != "unchanged"] == [
        Change(
            "organizations",
            "so-yte",
            "changed",
            (FieldChange("name", "Sở Y tế tỉnh Kiên Giang", "Sở Y tế"), FieldChange("parent", "ubnd-tinh", "")),
        )
    ]


def test_what_left_the_file_is_named_and_stays(file):
    changes = compare(replace(file, plans=file.plans[1:]), sections_of(file))
    assert [change for change in changes if change.kind != "unchanged"] == [
        Change("plans", "ubnd-tinh", "removed-from-file")
    ]
    assert is_same(changes)


def test_a_section_that_the_file_does_not_have_is_not_compared(file):
    assert compare(ProgrammeFile(), sections_of(file)) == []


def test_only_what_the_current_row_carries_is_compared(file):
    current = {"plans": {plan.partner: {"mandate": plan.mandate} for plan in file.plans}}
    assert is_same(compare(ProgrammeFile(plans=file.plans), current))


@pytest.mark.parametrize("nothing", ["", None, [], (), False])
def test_open_values_are_all_the_same(nothing):
    current = {"plans": {"so": {"mandate": nothing, "domains": nothing, "is_illustration": nothing}}}
    assert is_same(compare(ProgrammeFile(plans=(Plan("so"),)), current))


def test_zero_is_not_open():
    changes = compare(ProgrammeFile(plans=(Plan("so"),)), {"plans": {"so": {"mandate": 0}}})
    assert [change.kind for change in changes] == ["changed"]


def test_current_values_may_be_dates_and_tuples():
    swap = SwapDay(date(2024, 4, 29), date(2024, 5, 4))
    current = {"swap_days": {"2024-04-29": {"off_date": date(2024, 4, 29), "working_date": date(2024, 5, 4)}}}
    assert is_same(compare(ProgrammeFile(swap_days=(swap,)), current))


def test_a_clause_and_the_mark_of_illustration_are_seen():
    agreement = Agreement("so", clauses=(Clause("4.1", "partner.invite"),))
    current = sections_of(ProgrammeFile(agreements=(agreement,)))
    changed = replace(agreement, clauses=(Clause("4.2", "partner.invite"),))
    assert compare(ProgrammeFile(is_illustration=True, agreements=(changed,)), current) == [
        Change(
            "agreements",
            "so",
            "changed",
            (
                FieldChange(
                    "clauses",
                    [{"id": "4.1", "duty": "partner.invite", "text": ""}],
                    [{"id": "4.2", "duty": "partner.invite", "text": ""}],
                ),
                FieldChange("is_illustration", False, True),
            ),
        )
    ]


def test_the_same_title_in_two_years_is_two_topics():
    topics = tuple(Topic("so", "issue", "Phòng dịch", date(year, 7, 5)) for year in (2021, 2022))
    assert list(sections_of(ProgrammeFile(topics=topics))["topics"]) == [
        "so · 2021 · Phòng dịch",
        "so · 2022 · Phòng dịch",
    ]
