"""Signatures in PDF files: what is intact, whom it leads to, what came later. Keys and papers are made here."""

from __future__ import annotations

import csv
import io
import os
import random
import threading
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic, writer
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from phoihop.documents.outside import signatures
from phoihop.documents.outside.signatures import PROBLEMS, revoked, trusted, verify
from phoihop.documents.rules.reading import Signature

NOW = datetime.now(UTC)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
FAR_AHEAD = datetime(2090, 1, 1, tzinfo=UTC)
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "pdf_signatures"


class Authority:
    """A certification authority of the test, and the people and services it knows."""

    def __init__(self, name: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = self._issue(self.name, self.key, ca=True)
        self.der = self.certificate.public_bytes(serialization.Encoding.DER)

    def _issue(self, subject: x509.Name, key: Any, *, ca: bool, **options: Any) -> x509.Certificate:
        sign = options.get("sign", True)
        usage = x509.KeyUsage(sign, sign, not sign, False, False, ca, ca, False, False)
        builder = (
            x509.CertificateBuilder(subject_name=subject, issuer_name=self.name, public_key=key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(options.get("since", LONG_AGO))
            .not_valid_after(options.get("until", FAR_AHEAD))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(usage, critical=True)
        )
        if options.get("stamps"):
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return builder.sign(self.key, hashes.SHA256())

    def issue(self, name: str, organ: str = "Sở Y tế", **options: Any) -> tuple[asn1.Certificate, keys.PrivateKeyInfo]:
        key = rsa.generate_private_key(65537, 2048) if options.get("rsa") else ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name(
            [x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.ORGANIZATION_NAME, organ)]
        )
        certificate = self._issue(subject, key, ca=False, **options)
        private = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        public = certificate.public_bytes(serialization.Encoding.DER)
        return asn1.Certificate.load(public), keys.PrivateKeyInfo.load(private)

    def revokes(self, certificate: asn1.Certificate, at: datetime, *, until: datetime) -> bytes:
        entry = x509.RevokedCertificateBuilder(serial_number=certificate.serial_number, revocation_date=at).build()
        crl = x509.CertificateRevocationListBuilder(
            issuer_name=self.name, last_update=NOW - timedelta(days=1), next_update=until
        )
        signed = crl.add_revoked_certificate(entry).sign(self.key, hashes.SHA256())
        return signed.public_bytes(serialization.Encoding.DER)

    def signer(self, name: str, **options: Any) -> signers.SimpleSigner:
        certificate, key = self.issue(name, **options)
        store = SimpleCertificateStore()
        store.register(asn1.Certificate.load(self.der))
        return signers.SimpleSigner(signing_cert=certificate, signing_key=key, cert_registry=store)


@cache
def root() -> Authority:
    return Authority("CA của bài kiểm tra")


@cache
def binh() -> signers.SimpleSigner:
    return root().signer("Trần Thị Bình")


@cache
def paper() -> bytes:
    """Two pages and a form with one text field."""
    pdf = pikepdf.new()
    for words in ("Thong bao", "Trang hai"):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Contents = pdf.make_stream(f"BT /F1 14 Tf 72 700 Td ({words}) Tj ET".encode())
        page.obj.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(
                F1=pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Times)
            )
        )
    field = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T=pikepdf.String("ghi_chu"),
            V=pikepdf.String(""),
            Rect=[72, 600, 300, 620],
            F=4,
            P=pdf.pages[0].obj,
        )
    )
    pdf.pages[0].obj.Annots = pikepdf.Array([field])
    pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=[field]))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def sign(content: bytes, signer: signers.SimpleSigner, field: str = "Ky1", **meta: Any) -> bytes:
    timestamper = meta.pop("timestamper", None)
    incremental = IncrementalPdfFileWriter(io.BytesIO(content))
    append_signature_field(incremental, SigFieldSpec(sig_field_name=field))
    metadata = signers.PdfSignatureMetadata(
        field_name=field, **({"subfilter": SigSeedSubFilter.PADES, "md_algorithm": "sha256"} | meta)
    )
    return signers.PdfSigner(metadata, signer, timestamper=timestamper).sign_pdf(incremental).getvalue()


@cache
def signed() -> bytes:
    return sign(paper(), binh())


def updated(content: bytes, change: Any) -> bytes:
    """The file with a later revision in which `change` was made."""
    incremental = IncrementalPdfFileWriter(io.BytesIO(content))
    change(incremental)
    out = io.BytesIO()
    incremental.write(out)
    return out.getvalue()


def only(content: bytes, **options: Any) -> Signature:
    found = verify(content, **({"trust": (root().der,)} | options))
    assert len(found) == 1
    assert set(found[0].problems) <= PROBLEMS
    return found[0]


def test_a_good_signature() -> None:
    found = only(signed())
    assert (found.signer, found.issuer) == ("Trần Thị Bình, Sở Y tế", "CA của bài kiểm tra")
    assert abs(datetime.fromisoformat(found.signed_at) - NOW) < timedelta(hours=1)
    assert (found.is_intact, found.is_trusted, found.is_timestamped) == (True, True, False)
    assert (found.covers, found.changes, found.problems) == ("whole", "none", ())
    assert not found.is_revocation_checked


def test_no_signature() -> None:
    assert verify(paper(), trust=(root().der,)) == ()
    assert verify(b"", trust=()) == ()
    assert verify(b"%PDF-1.4 broken", trust=()) == ()


def test_signed_by_two() -> None:
    first, second = verify(sign(signed(), root().signer("Nguyễn Văn An"), "Ky2"), trust=(root().der,))
    assert (first.signer, second.signer) == ("Trần Thị Bình, Sở Y tế", "Nguyễn Văn An, Sở Y tế")
    assert (first.covers, first.changes, first.problems) == ("revision", "allowed", ())
    assert (second.covers, second.changes, second.problems) == ("whole", "none", ())


def test_one_flipped_byte() -> None:
    at = signed().index(b"Thong bao") if b"Thong bao" in signed() else 400
    flipped = bytearray(signed())
    flipped[at] ^= 1
    found = only(bytes(flipped))
    assert not found.is_intact
    assert not found.is_trusted
    assert "altered" in found.problems


def test_no_change_of_a_signed_byte_stays_intact() -> None:
    chance = random.Random(3)
    end = len(signed())
    for _ in range(60):
        at = chance.randrange(end)
        flipped = bytearray(signed())
        flipped[at] ^= 1 << chance.randrange(8)
        found = verify(bytes(flipped), trust=(root().der,))
        # a flip in the zeros behind the signature, or of the case of its hexadecimal digits, changes nothing signed
        if any(each.is_intact and each.is_trusted for each in found):
            hole = signed().index(b"/Contents <") + len(b"/Contents <")
            assert hole <= at < signed().index(b">", hole)


def test_a_page_appended_later() -> None:
    def append(incremental: IncrementalPdfFileWriter) -> None:
        page = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/Page")})
        page[pdf_name("/MediaBox")] = generic.ArrayObject(generic.NumberObject(n) for n in (0, 0, 200, 200))
        incremental.insert_page(writer.PageObject(contents=_stream(incremental), media_box=(0, 0, 200, 200)))

    found = only(updated(signed(), append))
    assert (found.is_intact, found.covers, found.changes) == (True, "revision", "other")
    assert found.problems == ("later_changes",)


def _stream(incremental: IncrementalPdfFileWriter) -> generic.IndirectObject:
    return incremental.add_object(generic.StreamObject(stream_data=b"BT ET"))


def test_words_replaced_later() -> None:
    def replace_words(incremental: IncrementalPdfFileWriter) -> None:
        page, _resources = incremental.find_page_for_modification(0)
        page.get_object()[pdf_name("/Contents")] = _stream(incremental)
        incremental.mark_update(page)

    found = only(updated(signed(), replace_words))
    assert (found.is_intact, found.changes, found.problems) == (True, "other", ("later_changes",))


def test_a_form_filled_later() -> None:
    def fill(incremental: IncrementalPdfFileWriter) -> None:
        field = incremental.root["/AcroForm"]["/Fields"].raw_get(0)
        field.get_object()[pdf_name("/V")] = generic.TextStringObject("đã xem")
        incremental.mark_update(field.reference)

    found = only(updated(signed(), fill))
    assert (found.is_intact, found.covers, found.changes, found.problems) == (True, "revision", "allowed", ())


@pytest.mark.parametrize("tail", [b"\n% them\n", b"PK\x03\x04rest"])
def test_bytes_hung_behind(tail: bytes) -> None:
    found = only(signed() + tail)
    assert found.is_intact
    assert (found.covers == "whole", found.changes) == (False, "other")
    assert "later_changes" in found.problems


def test_a_revision_hung_behind_that_no_reader_can_follow() -> None:
    found = only(signed() + b"\n1 0 obj <</A/B>> endobj\n%%EOF\n")
    assert (found.is_intact, found.covers, found.problems) == (False, "part", ("damaged",))


def test_something_hidden_in_the_hole_beside_the_signature() -> None:
    start = signed().index(b"/Contents <") + len(b"/Contents ")
    end = signed().index(b">", start)
    secret = b">/Reason(thay the)/X <00"
    attacked = signed()[: end - len(secret)] + secret + signed()[end:]
    assert len(attacked) == len(signed())
    found = verify(attacked, trust=(root().der,))
    assert all("uncovered" in each.problems or "damaged" in each.problems for each in found)
    assert found


def test_a_stranger() -> None:
    found = only(sign(paper(), Authority("CA lạ").signer("Người lạ")))
    assert (found.is_intact, found.is_trusted, found.problems) == (True, False, ("untrusted",))
    assert only(signed(), trust=()).problems == ("untrusted",)


def test_a_stranger_with_the_same_name_as_the_authority() -> None:
    found = only(sign(paper(), Authority("CA của bài kiểm tra").signer("Trần Thị Bình")))
    assert (found.is_intact, found.is_trusted) == (True, False)


def test_expired_and_not_yet_valid() -> None:
    old = sign(paper(), root().signer("Cũ", until=datetime(2020, 1, 1, tzinfo=UTC)))
    assert (only(old).is_trusted, only(old).problems) == (False, ("expired",))
    new = sign(paper(), root().signer("Mới", since=datetime(2080, 1, 1, tzinfo=UTC)))
    assert (only(new).is_trusted, only(new).problems) == (False, ("not_yet_valid",))


def test_expired_since_it_was_used() -> None:
    content = sign(paper(), root().signer("Hết hạn", until=NOW + timedelta(days=30)))
    assert only(content).problems == ()
    later = only(content, at=NOW + timedelta(days=60))
    assert (later.is_trusted, later.problems) == (True, ("expired_since",))


def test_a_time_that_has_not_come() -> None:
    found = only(signed(), at=NOW - timedelta(days=10))
    assert (found.is_trusted, found.problems) == (False, ("future_time",))


def test_a_certificate_for_other_uses() -> None:
    found = only(sign(paper(), root().signer("Máy chủ", sign=False)))
    assert (found.is_intact, found.is_trusted, found.problems) == (True, False, ("wrong_use",))


def test_a_weak_algorithm() -> None:
    content = sign(paper(), root().signer("Cũ kỹ", rsa=True), md_algorithm="sha1")
    found = only(content)
    assert (found.is_intact, found.is_trusted, found.problems) == (True, False, ("weak",))


def test_a_timestamp_proves_the_time() -> None:
    then = NOW - timedelta(days=400)
    service = DummyTimeStamper(*root().issue("Dịch vụ dấu thời gian", stamps=True, rsa=True), fixed_dt=then)
    content = sign(paper(), root().signer("Hết hạn", until=NOW - timedelta(days=30)), timestamper=service)
    found = only(content)
    assert (found.is_timestamped, found.is_trusted, found.problems) == (True, True, ())
    assert datetime.fromisoformat(found.signed_at) == then


def test_a_timestamp_of_a_stranger_proves_nothing() -> None:
    stranger = Authority("CA lạ")
    service = DummyTimeStamper(
        *stranger.issue("Dấu thời gian lạ", stamps=True, rsa=True), fixed_dt=NOW - timedelta(days=400)
    )
    found = only(sign(paper(), binh(), timestamper=service))
    assert (found.is_timestamped, found.is_trusted, found.problems) == (False, True, ("untrusted_timestamp",))
    assert abs(datetime.fromisoformat(found.signed_at) - NOW) < timedelta(hours=1)


def test_revoked_and_checked() -> None:
    signer = root().signer("Bị thu hồi")
    content = sign(paper(), signer)
    until = NOW + timedelta(days=30)
    before = root().revokes(signer.signing_cert, NOW - timedelta(days=3), until=until)
    found = only(content, revocations=(before,))
    assert (found.is_trusted, found.is_revocation_checked, found.problems) == (False, True, ("revoked",))
    other = root().revokes(binh().signing_cert, NOW - timedelta(days=3), until=until)
    found = only(content, revocations=(other,))
    assert (found.is_trusted, found.is_revocation_checked, found.problems) == (True, True, ())


def test_revoked_after_the_time_the_signer_claims() -> None:
    signer = root().signer("Mất khóa")
    content = sign(paper(), signer)
    listed = root().revokes(signer.signing_cert, NOW + timedelta(hours=2), until=NOW + timedelta(days=30))
    found = only(content, revocations=(listed,), at=NOW + timedelta(days=1))
    assert (found.is_trusted, found.is_revocation_checked, found.problems) == (False, True, ("revoked",))
    service = DummyTimeStamper(*root().issue("Dấu thời gian", stamps=True, rsa=True), fixed_dt=NOW)
    stamped = only(sign(paper(), signer, timestamper=service), revocations=(listed,), at=NOW + timedelta(days=1))
    assert (stamped.is_timestamped, stamped.is_trusted, stamped.problems) == (True, True, ())


def test_an_old_revocation_list_checks_nothing() -> None:
    signer = root().signer("Ai đó")
    old = root().revokes(binh().signing_cert, NOW - timedelta(days=9), until=NOW - timedelta(hours=1))
    found = only(sign(paper(), signer), revocations=(old,))
    assert (found.is_trusted, found.is_revocation_checked, found.problems) == (True, False, ())


def test_a_kind_of_signature_we_do_not_verify() -> None:
    found = only(signed().replace(b"/ETSI.CAdES.detached", b"/adbe.x509.rsa_sha1 "))
    assert found.problems == ("unknown_kind",)
    assert not found.is_intact


def test_a_broken_signature_is_told() -> None:
    start = signed().index(b"/Contents <") + len(b"/Contents <")
    found = only(signed()[:start] + b"00" * 40 + signed()[start + 80 :])
    assert found.problems == ("damaged",)
    cut = verify(signed()[: len(signed()) // 2], trust=())
    assert all(not each.is_intact for each in cut)


def test_a_byte_range_that_is_none() -> None:
    start = signed().index(b"/ByteRange [")
    end = signed().index(b"]", start) + 1
    for hostile in (b"/ByteRange [0 -1 9 9]", b"/ByteRange [(a) /B]", b"/ByteRange 7"):
        content = signed()[:start] + hostile.ljust(end - start) + signed()[end:]
        found = only(content)
        assert found.problems == ("damaged",)


def test_an_encrypted_paper_is_verified_too() -> None:
    pdf = pikepdf.open(io.BytesIO(paper()))
    out = io.BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(owner="chu", user="", R=6))
    incremental = IncrementalPdfFileWriter(io.BytesIO(out.getvalue()))
    incremental.encrypt(b"")
    metadata = signers.PdfSignatureMetadata(field_name="Ky1", subfilter=SigSeedSubFilter.PADES)
    content = signers.PdfSigner(metadata, binh()).sign_pdf(incremental).getvalue()
    found = only(content)
    assert (found.is_intact, found.is_trusted, found.problems) == (True, True, ())


def test_too_many_signatures_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "_MOST_SIGNATURES", 1)
    twice = sign(signed(), binh(), "Ky2")
    assert only(twice).problems == ("too_many",)


def test_the_time_for_one_file_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_end(*_values: object) -> Signature:
        while True:
            pass

    monkeypatch.setattr(signatures, "_SECONDS", 0.05)
    monkeypatch.setattr(signatures, "_verify_one", without_end)
    assert only(signed()).problems == ("too_long",)


def test_other_threads_can_verify() -> None:
    found: list[Signature] = []
    thread = threading.Thread(target=lambda: found.extend(verify(signed(), trust=(root().der,))))
    thread.start()
    thread.join()
    assert [each.problems for each in found] == [()]


def test_names_out_of_a_file_reach_no_log(caplog: pytest.LogCaptureFixture) -> None:
    content = sign(paper(), Authority("CA lạ").signer("Tên không được ghi"))
    caplog.set_level("DEBUG")
    verify(content, trust=(root().der,))
    assert "Tên không được ghi" not in caplog.text


def test_a_name_cannot_turn_the_line_around() -> None:
    assert only(sign(paper(), root().signer("Bình\u202etxt.exe"))).signer == "Bìnhtxt.exe, Sở Y tế"


def test_the_trust_folder(tmp_path: Path) -> None:
    other = Authority("CA thứ hai")
    assert trusted(tmp_path / "none") == ()
    assert trusted(tmp_path) == ()
    (tmp_path / "a.der").write_bytes(root().der)
    assert trusted(tmp_path) == (root().der,)
    both = b"".join(each.certificate.public_bytes(serialization.Encoding.PEM) for each in (root(), other))
    (tmp_path / "b.pem").write_bytes(both)
    assert trusted(tmp_path) == (root().der, other.der)
    assert trusted(tmp_path) is trusted(tmp_path)
    (tmp_path / "a.der").write_bytes(other.der)
    (tmp_path / "b.pem").unlink()
    os.utime(tmp_path / "a.der", ns=(1, 1))
    assert trusted(tmp_path) == (other.der,)


def test_a_file_in_the_trust_folder_that_is_no_certificate(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING")
    (tmp_path / "a.crt").write_bytes(root().der)
    (tmp_path / "b.crt").write_bytes(b"-----BEGIN CERTIFICATE-----\nhong\n-----END CERTIFICATE-----\n")
    (tmp_path / "c.cer").write_bytes(root().der[:100])
    (tmp_path / "d.txt").write_bytes(b"khong phai")
    assert trusted(tmp_path) == (root().der,)
    assert "b.crt" in caplog.text
    assert "c.cer" in caplog.text
    assert "d.txt" not in caplog.text


def test_the_revocation_lists_of_the_folder(tmp_path: Path) -> None:
    listed = root().revokes(binh().signing_cert, NOW, until=FAR_AHEAD)
    (tmp_path / "a.crl").write_bytes(listed)
    (tmp_path / "a.der").write_bytes(root().der)
    assert revoked(tmp_path) == (listed,)


def _expected() -> list[dict[str, str]]:
    manifest = SHARED / "manifest.csv"
    return list(csv.DictReader(manifest.read_text(encoding="utf-8").splitlines()))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the signed papers of other projects are not beside this one")
def test_signed_papers_of_others() -> None:
    covers = {"ENTIRE_FILE": "whole", "ENTIRE_REVISION": "revision", "CONTIGUOUS_BLOCK_FROM_START": "part"}
    changes = {"NONE": "none", "FORM_FILLING": "allowed", "OTHER": "other"}
    trust = trusted(SHARED)
    assert len(trust) == 2
    rows = _expected()
    assert len(rows) == 7
    for row in rows:
        found = verify((SHARED / row["file"]).read_bytes(), trust=trust)
        told = next(text for column, text in row.items() if column.startswith("ref_pyhanko"))
        wanted = [] if told == "no signature" else [each.strip().split("/") for each in told.split(";")]
        got = [(each.is_intact, each.covers, each.changes) for each in found]
        assert sorted(got) == sorted((True, covers[cover], changes[change]) for _a, _b, cover, change in wanted)
        if row["expected"].startswith("ATTACK"):
            assert all("uncovered" in each.problems and not each.is_trusted for each in found)


def test_every_problem_has_its_words() -> None:
    from phoihop.documents.pages import signatures as words

    assert set(words.PROBLEMS) == PROBLEMS


def test_a_reader_of_pyhanko_agrees_that_ours_are_signed() -> None:
    assert len(PdfFileReader(io.BytesIO(signed())).embedded_signatures) == 1
