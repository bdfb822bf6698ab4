"""What the fuzzers found, and stays mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from phoihop.mail.outside import markup, parsing
from phoihop.site import options
from phoihop.site.backups import keys, manifest
from tests.fuzz import samples
from tests.fuzz.targets import TARGETS


def test_a_header_whose_base64_cannot_be_read_is_only_a_header() -> None:
    found = parsing.parse(b"From: a@so.gov.vn\r\nSubject: =?utf-8?b?VsSDbiBwaMOyF?=\r\n\r\nChao")
    assert (found.trouble, found.from_address, found.headline) == ("", "a@so.gov.vn", "=?utf-8?b?VsSDbiBwaMOyF?=")


def test_a_declaration_that_html_does_not_know_ends_a_mail_and_loses_nothing_before_it() -> None:
    assert markup.words_of("<p>Đã nhận</p><![C[x]]><p>y</p>").startswith("Đã nhận")
    found = parsing.parse(b"From: a@b.vn\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Chao</p><![C[x]]>")
    assert (found.trouble, found.answer) == ("", "Chao")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("PHOIHOP_SITE_URL=https://[", "PHOIHOP_SITE_URL"),
        ("PHOIHOP_SITE_URL=https://so.gov.vn:99999", "PHOIHOP_SITE_URL"),
        ("PHOIHOP_WEBSUB_HUB=https://[x", "PHOIHOP_WEBSUB_HUB"),
        ("PHOIHOP_OTLP_URL=http://a]b", "PHOIHOP_OTLP_URL"),
        (f"PHOIHOP_PORT={'9' * 5000}", "PHOIHOP_PORT"),
        ("PHOIHOP_TRUST=~nobody-of-this-name/x", "PHOIHOP_TRUST"),
        ("PHOIHOP_SECRET_KEY_FILE=a\0b", "line 1"),
    ],
)
def test_a_setting_that_is_none_is_refused_by_name(line: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "settings.env").write_text(line, encoding="utf-8")
    with pytest.raises(options.WrongOption, match=name):
        options.read({"PHOIHOP_DATA": str(tmp_path)})


def test_a_settings_file_that_is_no_text_or_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "settings.env").write_bytes(b"\x80")
    for file in (tmp_path / "settings.env", tmp_path):
        with pytest.raises(options.WrongOption, match="cannot be read as text"):
            options.read({"PHOIHOP_DATA": str(tmp_path), "PHOIHOP_SETTINGS": str(file)})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"", b"null"),
        (b"", b"[" * 100_000),
        (b'"size": 10', b'"size": "x"'),
        (b'"entries": 3', b'"entries": true'),
        (b'"database.sqlite3"', b'"../../etc/passwd"'),
        (b'"database.sqlite3"', b'"/etc/passwd"'),
        (b'"pool": "objects"', b'"pool": "../objects"'),
        (b'"lost": []', b'"lost": {}'),
    ],
)
def test_a_manifest_that_is_none_or_leads_outside_is_refused(old: bytes, new: bytes, tmp_path: Path) -> None:
    real = samples.manifest()
    assert old in real
    (tmp_path / manifest.NAME).write_bytes(real.replace(old, new) if old else new)
    with pytest.raises(manifest.WrongManifest):
        manifest.read(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"", b"null"),
        (b"", b"[" * 100_000),
        (b'"secret-key"', b'"../evil"'),
        (b'"secret-key"', b'"/etc/evil"'),
        (b'"keys/master.key"', b'"keys/../../evil"'),
        (b'"secret-key"', b"7"),
        (b'"secret-key"', b'""'),
        (b'"secret-key"', b'"\\ud800"'),
        (b'"size": 32', b'"size": "32"'),
        (b'"size": 32', b'"size": true'),
        (b'"sha256": "', b'"sha257": "'),
        (b'"name": "2021-08-02T010000Z"', b'"name": 7'),
        (b'"files"', b'"file"'),
    ],
)
def test_a_list_of_keys_that_is_none_or_leads_outside_is_refused(old: bytes, new: bytes, tmp_path: Path) -> None:
    """A restore writes keys under the names that stand there."""
    real = samples.backup_keys()
    assert old in real
    (tmp_path / manifest.KEYS_NAME).write_bytes(real.replace(old, new) if old else new)
    with pytest.raises(manifest.WrongManifest):
        keys.read(tmp_path)


def test_the_targets_are_the_parsers_of_foreign_input() -> None:
    assert {"mail", "calendar", "feed", "page", "programme", "open311", "settings", "ledger"} <= set(TARGETS)
    assert {"backup", "backup-keys"} <= set(TARGETS)
