"""The database is away: a plain page that says so, what was typed kept, and no trust in the broken connection."""

import sqlite3

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client, override_settings
from django.urls import path

from phoihop.ground.door import open_door
from phoihop.site import away
from phoihop.site.urls import handler404, handler500
from phoihop.site.urls import urlpatterns as real

pytestmark = [pytest.mark.django_db]


def from_(cause, kind=OperationalError):
    error = kind(str(cause))
    error.__cause__ = cause
    return error


DIED = from_(psycopg.errors.AdminShutdown("terminating connection due to administrator command"))
SET_DOWN = from_(
    psycopg.errors.ReadOnlySqlTransaction("cannot execute UPDATE in a read-only transaction"), DatabaseError
)


@pytest.mark.parametrize(
    "error",
    [
        DIED,
        SET_DOWN,
        from_(psycopg.OperationalError("connection refused")),
        InterfaceError("connection already closed"),
        from_(sqlite3.OperationalError("database is locked")),
        from_(sqlite3.OperationalError("database or disk is full")),
    ],
)
def test_what_passes_by_itself_is_away(error):
    assert away.is_away(error)


@pytest.mark.parametrize(
    "error",
    [
        None,
        ValueError("x"),
        IntegrityError("doubled"),
        from_(psycopg.errors.UndefinedTable("no such thing"), ProgrammingError),
        from_(sqlite3.OperationalError("no such table: x")),
    ],
)
def test_what_does_not_is_a_fault(error):
    assert not away.is_away(error)


def test_a_loop_rests_over_it_and_stops_over_a_fault(caplog):
    caplog.set_level("WARNING", logger="phoihop.site.away")
    assert away.rest(DIED) == away.AGAIN_SECONDS
    assert "the database is away" in caplog.text
    with pytest.raises(IntegrityError):
        away.rest(IntegrityError("doubled"))


@open_door(reason="a test", methods=("GET", "POST"))
def dying(request):
    raise DIED


class Urls:
    urlpatterns = [*real, path("dying/", dying)]
    handler404, handler500 = handler404, handler500


@pytest.fixture
def reader():
    with override_settings(ROOT_URLCONF=Urls):
        yield Client(raise_request_exception=False)


@pytest.fixture
def officer(reader, an):
    """The same, signed in."""
    reader.cookies = an.client.cookies
    return reader


def test_a_reader_is_told_and_asked_to_come_back(officer):
    answer = officer.get("/dying/")
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "15", "no-store")
    assert "Cơ sở dữ liệu tạm thời không trả lời" in page
    assert answer["X-Request-ID"] in page
    assert "Traceback" not in page


def test_what_was_typed_can_be_sent_again(reader):
    typed = {"version": "3", "note": "Đề nghị bổ sung <số liệu>", "password": "not to be seen"}
    answer = reader.post("/dying/", typed)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Đề nghị bổ sung &lt;số liệu&gt;" in page
    assert 'name="version" value="3"' in page
    assert 'action="/dying/"' in page
    assert "có thể đã ghi đủ hoặc chưa ghi gì" in page
    assert "not to be seen" not in page


def test_under_htmx_it_takes_the_whole_page(reader):
    assert reader.post("/dying/", {"note": "x y"}, headers={"HX-Request": "true"})["HX-Retarget"] == "#main"


def test_before_any_view_is_reached_too(officer):
    """Who asks is the first thing the database is asked for."""

    def die(execute, sql, *rest):
        raise DIED

    with connection.execute_wrapper(die):
        answer = officer.get("/lam-viec/")
    assert answer.status_code == 503
    assert "Retry-After" in answer


def test_a_fault_stays_a_fault(officer, caplog):

    def err(execute, sql, *rest):
        raise ProgrammingError("column does not exist")

    with connection.execute_wrapper(err):
        assert officer.get("/lam-viec/").status_code == 500
