"""The web process stays light: libraries that take strangers' files apart are loaded in the reading server alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("pikepdf", "ocrmypdf", "pyhanko", "typst", "fontTools", "fpdf", "numpy", "pypdfium2", "pypdf", "asn1crypto")
START = """
import json, sys
import django
django.setup()
import phoihop.documents.room, phoihop.documents.urls, phoihop.documents.outside.bench
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


@pytest.mark.slow
def test_the_room_starts_without_the_libraries_of_its_children() -> None:
    done = subprocess.run(
        [sys.executable, "-c", START], cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert "django" in loaded
    assert loaded.isdisjoint(HEAVY), sorted(loaded & set(HEAVY))
