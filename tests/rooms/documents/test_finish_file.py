"""Long work after a file came in: signatures looked at, scans given a searchable copy. It may run twice."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from phoihop.documents import commands, queries
from phoihop.documents.models import Content, Document, Rendition
from phoihop.documents.outside import store
from phoihop.ledger.commands import deliver
from phoihop.ledger.models import Delivery, Entry
from tests.world import files, papers
from tests.world.intake import letter, take

SIGNED = Path(__file__).resolve().parents[4] / "shared/data/pdf_signatures"
needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="no tesseract on this machine")


def hear(at):
    deliver(at=lambda: at)
    left = list(Delivery.rows.filter(listener__contains="documents").exclude(state="DONE").values("state", "trouble"))
    assert not left


def original(code):
    return Rendition.rows.get(document__code=code, kind="ORIGINAL")


def test_a_pdf_without_signatures_is_looked_at_once(world, at):
    code = take(world, letter()).code
    assert original(code).signatures_at is None
    hear(at)
    assert (original(code).signatures_at, original(code).signatures) == (at, "[]")
    assert not Rendition.rows.filter(kind="SEARCHABLE").exists()


def test_other_files_are_left_alone(world, at):
    code = take(world, files.docx("Báo cáo tháng 7"), "bao-cao.docx").code
    hear(at)
    assert original(code).signatures_at is None


def test_a_draft_thrown_away_meanwhile_is_no_fault(world, giang, at):
    code = take(world, letter("Sẽ bỏ")).code
    commands.discard_draft(code=code, by=giang.actor, at=at)
    hear(at)
    assert not Rendition.rows.exists()


def test_a_signed_file_shows_its_signature_in_words(world, giang, at):
    found = sorted(SIGNED.rglob("*.pdf")) if SIGNED.is_dir() else []
    if not found:
        pytest.skip("no signed files beside the project")
    for path in found:
        outcome = take(world, path.read_bytes(), path.name)
        if not outcome.code:
            continue
        hear(at)
        if json.loads(original(outcome.code).signatures):
            page = giang.client.get(f"/lam-viec/van-ban/{outcome.code}/").content.decode()
            assert "Chữ ký" in page or "Nguyên vẹn" in page
            return
    pytest.fail(f"no signature was found in {len(found)} files")


@pytest.mark.slow
@needs_tesseract
def test_a_scan_gets_a_searchable_copy_once(world, at, giang):
    paper = papers.paper_image(papers.letter_text(), dpi=150)
    code = take(world, papers.scan_pdf([paper], dpi=150), "quet.pdf").code
    row = Document.rows.get(code=code)
    assert row.is_scan
    content = Content.rows.get(document=row)
    assert "phòng, chống dịch" in content.text
    assert store.exists(content.scans)
    hear(at)
    copy = Rendition.rows.get(kind="SEARCHABLE")
    assert (copy.number, copy.file_name, copy.media_type) == (1, "quet.ocr.pdf", "application/pdf")
    text = pypdf.PdfReader(BytesIO(store.read(copy.blob))).pages[0].extract_text()
    assert "dịch" in text
    event = _taken_in(code)
    commands.finish_file(event, at=at)  # a lease ran out: another listener does it again
    assert Rendition.rows.filter(kind="SEARCHABLE").count() == 1
    assert Entry.rows.filter(kind="document.rendered").count() == 1
    assert "Bản tìm được chữ" in giang.client.get(f"/lam-viec/van-ban/{code}/").content.decode()
    assert queries.document_value(giang.actor, code).renditions[1].made_post == "Xử lý văn bản (tự động)"


def _taken_in(code):
    from phoihop.documents.events import DocumentTakenIn

    row = Document.rows.get(code=code)
    return DocumentTakenIn(code=code, owner_id=row.owner_id, is_internal=False, is_scan=True)
