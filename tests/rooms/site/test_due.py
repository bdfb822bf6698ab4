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
    load([SAMPLE / "programme.yaml", SAMPLE / "example-rules.yaml"], at=AT)


def due(capsys, *words):
    capsys.readouterr()
    assert main(["due", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_probe(sample, capsys):
    for row in due(capsys, "--on", ON, "--within", "400", "--unit", "so-yte"):
        print(row["due"], row["duty"], row["stage"], row["clause"], row["source"], row["dossier"], row["explanation_text"][:90])
    raise AssertionError
