"""The boundary: scores are of questions and desks. Nothing gives one for a seat or an account: no column, no value, no
query, no page, no file; and nothing can be gathered about one seat across questions."""

from __future__ import annotations

import dataclasses
import inspect
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django import forms as django_forms
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.forecasts import commands, events, forms, pages, queries
from phoihop.forecasts.models import Estimate, Question, Resolution
from phoihop.forecasts.queries import scores as scoring
from phoihop.forecasts.queries import values
from phoihop.ground.figures import Period, Scope
from tests.world import forecasts as layer
from tests.world.build import World
from tests.world.cast import Person
from tests.world.forecasts import actor

HERE = "/lam-viec/du-bao/"
ROOM = Path(forms.__file__).parent
OF_A_PERSON = re.compile(
    r"person|author|user|account|profile|phone|email|birth|gender|citizen|identity|opinion|view|stance|sentiment|nick"
    r"|handle|full_?name|rank|leader"
)
OF_A_SCORE = re.compile(r"brier|log_loss|score|skill|accuracy|rank|points")


def test_no_column_is_about_a_person_or_an_opinion() -> None:
    models = list(apps.get_app_config("forecasts").get_models())
    assert len(models) == 4
    for model in models:
        names = [field.name for field in model._meta.get_fields()]
        assert [name for name in names if OF_A_PERSON.search(name)] == [], model.__name__
        relations = [field.related_model for field in model._meta.get_fields() if field.is_relation]
        assert not [other for other in relations if "account" in other._meta.label.lower()], model.__name__


def test_only_questions_have_columns_for_a_score() -> None:
    scored = {
        model.__name__: sorted(f.name for f in model._meta.get_fields() if OF_A_SCORE.search(f.name))
        for model in apps.get_app_config("forecasts").get_models()
    }
    assert scored == {
        "Question": ["base_brier", "base_log_loss", "brier", "log_loss"],
        "QuestionParty": [],
        "Estimate": [],
        "Resolution": [],
    }


def test_no_form_asks_for_a_person() -> None:
    found = [k for k in vars(forms).values() if isinstance(k, type) and issubclass(k, django_forms.Form)]
    assert len(found) >= 7
    for kind in found:
        assert [name for name in kind.base_fields if OF_A_PERSON.search(name)] == [], kind.__name__


def test_no_value_that_knows_a_seat_knows_a_score() -> None:
    """Of all values that reading, pages and events give: what names a seat, a post or a mark has no score in it."""
    kinds = [
        kind
        for module in (values, events, *_modules(pages))
        for kind in vars(module).values()
        if dataclasses.is_dataclass(kind) and str(getattr(kind, "__module__", "")).startswith("phoihop.forecasts")
    ]
    assert len(kinds) > 25
    for kind in kinds:
        names = {field.name for field in dataclasses.fields(kind)}
        if names & {"seat", "turn", "post", "mark", "is_own"}:
            assert [name for name in names if OF_A_SCORE.search(name)] == [], kind.__name__
        assert [name for name in names if OF_A_PERSON.search(name)] == [], kind.__name__


def _modules(package: Any) -> list[Any]:
    return [module for module in vars(package).values() if inspect.ismodule(module)]


def test_no_query_takes_a_seat_or_an_account() -> None:
    for name in queries.__all__:
        function = getattr(queries, name)
        if inspect.isfunction(function):
            taken = set(inspect.signature(function).parameters)
            assert not taken & {"seat", "mark", "post", "account", "account_id", "person", "username"}, name


def test_scoring_reads_no_estimate(world: World, topic: str) -> None:
    """Scores of desks are made of questions alone: the tables of estimates and results are not asked."""
    layer.resolved(world, topic)
    with CaptureQueriesContext(connection) as taken:
        assert queries.scores(actor(world, "an")).desk is not None
    asked = " ".join(query["sql"] for query in taken.captured_queries)
    assert "forecasts_question" in asked
    assert Estimate._meta.db_table not in asked
    assert Resolution._meta.db_table not in asked
    assert "Estimate" not in inspect.getsource(scoring)


def test_no_page_and_no_file_shows_a_seats_own_score(world: World, topic: str, an: Person) -> None:
    """Each seat's own Brier and log scores are reckoned here and looked for in everything that can be read. They differ
    from the scores of the aggregate and the base rate, so that finding one would mean something."""
    code = layer.resolved(world, topic, (61, 73, 87))
    row = layer.row(code)
    own = {yes: 2 * (1 - yes) ** 2 for yes in (0.61, 0.73, 0.87)}
    shown = {f"{row.brier:.3f}", f"{row.base_brier:.3f}"}
    looked_for = {f"{score:.3f}" for score in own.values()} - shown
    assert len(looked_for) == 3
    looked_for |= {one.replace(".", ",") for one in looked_for}
    addresses = (f"{HERE}{code}/", f"{HERE}{code}/in/", HERE, f"{HERE}ket-qua/", f"{HERE}du-bao.csv")
    addresses += (f"/lam-viec/van-de/{topic}/",)
    for address in addresses:
        answer = an.client.get(address)
        assert answer.status_code == 200, address
        html = answer.content.decode()
        assert [number for number in looked_for if number in html] == [], address
    desk_page = an.client.get(f"{HERE}ket-qua/").content.decode()
    inside = desk_page[desk_page.index("<main") : desk_page.index("</main>")]
    for post in ("Trưởng ban", "Chuyên viên Phòng Tuyên truyền", "Biên tập viên"):
        assert post not in inside
    assert "Nguyễn Văn An" not in inside


def test_the_report_names_no_post(world: World, topic: str) -> None:
    layer.resolved(world, topic)
    period = Period("2021", "year", date(2020, 12, 15), date(2021, 12, 14))
    scope = Scope("plan", "KH", "", 2021, world.unit("btg-tinh-uy"), (), (), dossiers=(topic,))
    section = queries.report_section(actor(world, "an"), scope, period, date(2021, 12, 14))
    assert section is not None
    for post in ("Trưởng ban", "Chuyên viên Phòng Tuyên truyền", "Biên tập viên"):
        assert post not in repr(section)


def test_marks_of_two_questions_cannot_be_joined(world: World, topic: str) -> None:
    """The same three people in two questions: six marks, none twice, and seats numbered anew."""
    layer.estimated(world, topic)
    layer.estimated(world, topic, text="Đến hết ngày 30/9/2021 Rạch Giá có trên 100 điểm phong tỏa không?")
    marks = list(Estimate.rows.values_list("mark", flat=True))
    marks += list(Question.rows.values_list("drafted_mark", flat=True))
    assert len(set(marks)) == 8 - 2  # who worded a question and gave an estimate to it has one mark on it
    accounts = {str(number) for number in world.accounts.values()}
    assert not accounts & set(marks)


@pytest.mark.parametrize("person", ["an", "binh", "chi", "kim"])
def test_names_of_people_stand_nowhere(world: World, topic: str, person: str) -> None:
    code = layer.resolved(world, topic)
    value = queries.question_value(actor(world, person), code, world.at)
    for name in ("Nguyễn Văn An", "Trần Thanh Bình", "Võ Thu Hà", "Bùi Công Minh"):
        assert name not in repr(value)


def test_no_act_is_about_a_person() -> None:
    assert not [name for name in commands.__all__ if re.search(r"person|rank|score|profile|account", name)]
