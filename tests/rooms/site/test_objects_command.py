"""phoihop objects: every file that the register names is kept and whole; the way to a bucket and back."""

import json

import pytest
from django.conf import settings

from phoihop.documents import commands
from phoihop.documents.models import Held, Rendition
from phoihop.documents.outside import quarantine, store
from phoihop.documents.queries import named_files
from phoihop.ground.powers import NotAllowed
from phoihop.site.checks import found
from phoihop.site.checks.levels import MISSING, UNSAFE
from phoihop.site.commandline import NO, OK, WRONG, main
from phoihop.site.options import objects, options, read
from tests.world.intake import letter, locked, take
from tests.world.object_store import a_silent_port, an_object_store


@pytest.fixture(scope="module")
def server():
    with an_object_store() as running:
        yield running


@pytest.fixture
def register(world, tmp_path, settings):
    """Two papers and a held one, in a data folder of their own."""
    settings.PHOIHOP_DATA = tmp_path
    Rendition.rows.all().delete()
    codes = [take(world, letter(words)).code for words in ("Một", "Hai")]
    take(world, locked())
    blobs = list(Rendition.rows.filter(document__code__in=codes).values_list("blob", flat=True))
    yield blobs
    settings.PHOIHOP_OBJECTS = None


def told(capsys, *words):
    code = main(["objects", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_all_is_there(register, capsys):
    code, answer = told(capsys, "verify")
    assert (code, answer["sound"]) == (OK, True)
    assert answer["named"] == answer["whole"] == 2
    assert (answer["held"], answer["strays"], answer["findings"]) == (1, 0, [])


def test_what_is_damaged_or_missing_is_named(register, capsys):
    one, other = register
    store.delete(one)
    (settings.PHOIHOP_DATA / "documents" / other[:2] / other[2:]).write_bytes(b"other")
    quarantine.drop(Held.rows.get().ticket)
    code, answer = told(capsys, "verify")
    assert code == NO
    states = {finding["file"]: finding["state"] for finding in answer["findings"]}
    assert states == {one: "missing", other: "damaged", f"held #{Held.rows.get().pk}": "missing"}


def test_a_sample_reads_so_many(register, capsys):
    code, answer = told(capsys, "verify", "--sample", "1")
    assert (code, answer["named"], answer["read"], answer["whole"]) == (OK, 2, 1, 1)
    assert main(["objects", "verify", "--sample", "-1"]) == WRONG


def test_names_are_for_the_console_alone(register, an):
    with pytest.raises(NotAllowed):
        named_files(an.actor)


def test_there_and_back(register, server, capsys, settings, tmp_path):
    """Stopped in the middle it goes on; papers and held files read from the bucket as they did from the folder."""
    settings.PHOIHOP_OBJECTS = server.settings(prefix=tmp_path.name)
    moving = commands.move_files()
    next(moving)
    moving.close()
    code, answer = told(capsys, "move")
    assert (code, answer) == (OK, {"copied": 2, "there": 1, "damaged": []})
    assert told(capsys, "verify")[1]["sound"]
    held = Held.rows.get()
    spool, _name = quarantine.take(held.ticket, quarantine.unwrap_key(held.key))
    with spool:
        assert spool.read() == locked()
    for folder in ("documents", "quarantine"):
        (tmp_path / folder).rename(tmp_path / f"{folder}.old")
    code, answer = told(capsys, "move", "--back")
    assert (code, answer) == (OK, {"copied": 3, "there": 0, "damaged": []})
    settings.PHOIHOP_OBJECTS = None
    assert told(capsys, "verify")[1]["sound"]


def test_a_damaged_file_is_not_carried_on(register, server, capsys, settings, tmp_path):
    one, _other = register
    (tmp_path / "documents" / one[:2] / one[2:]).write_bytes(b"other")
    settings.PHOIHOP_OBJECTS = server.settings(prefix=tmp_path.name)
    code, answer = told(capsys, "move")
    assert (code, answer["damaged"]) == (NO, [one])
    assert not store.exists(one)


def test_without_a_bucket_there_is_nowhere_to_go(register, capsys):
    assert main(["objects", "move"]) == WRONG
    assert "PHOIHOP_OBJECTS_URL" in capsys.readouterr().err


def test_a_file_comes_in_and_goes_out_by_the_bucket(world, server, settings, tmp_path, giang):
    """As an officer does it; and when the store is away he reads a sentence, and nothing stays."""
    settings.PHOIHOP_DATA = tmp_path
    settings.PHOIHOP_OBJECTS = server.settings(prefix=tmp_path.name)
    code = take(world, letter("Qua kho")).code
    blob = Rendition.rows.get(document__code=code).blob
    assert f"{tmp_path.name}/documents/{blob[:2]}/{blob[2:]}" in server.names()
    assert not (tmp_path / "documents").exists()
    opened = commands.open_document(code=code, kind="ORIGINAL", by=giang.actor, at=world.at)
    with opened.file as file:
        assert file.read() == letter("Qua kho")
    with a_silent_port() as port:
        pass  # nobody listens there any more
    settings.PHOIHOP_OBJECTS = server.settings(prefix=tmp_path.name, port=port)
    before = Rendition.rows.count()
    with pytest.raises(Exception, match="Kho tệp không trả lời"):
        take(world, letter("Không tới"))
    assert Rendition.rows.count() == before


# ── what check says of the bucket ───────────────────────────────────────────────────────────────────────────────


def test_check_says_that_a_bucket_is_open_to_all(db, server, settings):
    settings.PHOIHOP_OBJECTS = server.settings()
    (finding,) = found.object_store(options())  # moto lets everybody in
    assert (finding.level, finding.finding) == (UNSAFE, "anybody may list the bucket of files")


def test_check_says_that_no_bucket_answers(db, settings):
    with a_silent_port() as port:
        pass  # nobody listens there any more
    settings.PHOIHOP_OBJECTS = objects(read({"PHOIHOP_OBJECTS_URL": f"s3://k:s@127.0.0.1:{port}/house?tls=no"}))
    (finding,) = found.object_store(options())
    assert finding.level == MISSING
    assert "PHOIHOP_OBJECTS_URL" in finding.do
