"""What the operator says about mail: names, addresses and servers, refused when they cannot be meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from phoihop.site.options import Options, WrongOption, read


def given(tmp_path: Path, **values: str) -> Options:
    return read({"PHOIHOP_DATA": str(tmp_path), **values})


def test_without_settings_mails_become_files_and_nobody_hands_any_in(tmp_path: Path) -> None:
    options = given(tmp_path)
    assert (options.smtp_url, options.imap_url, options.lmtp_port) == ("", "", 0)
    assert options.mail_from == ("Phối Hợp", "phoihop@localhost")
    assert options.mail_reply == "traloi@localhost"


def test_answers_go_to_the_domain_mails_come_from(tmp_path: Path) -> None:
    options = given(tmp_path, PHOIHOP_MAIL_FROM='"Sở Ngoại vụ" <phoihop@SNGV.gov.vn>')
    assert options.mail_from == ("Sở Ngoại vụ", "phoihop@SNGV.gov.vn")
    assert options.mail_reply == "traloi@sngv.gov.vn"
    assert given(tmp_path, PHOIHOP_MAIL_REPLY="ThuDen@x.gov.vn").mail_reply == "thuden@x.gov.vn"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PHOIHOP_MAIL_FROM", "Phối Hợp"),
        ("PHOIHOP_MAIL_FROM", "Phối Hợp <a b@x.vn>"),
        ("PHOIHOP_MAIL_REPLY", "a+b@x.vn"),
        ("PHOIHOP_MAIL_REPLY", f"{'a' * 31}@x.vn"),
        ("PHOIHOP_SMTP_URL", "mx.x.vn"),
        ("PHOIHOP_SMTP_URL", "http://mx.x.vn"),
        ("PHOIHOP_SMTP_URL", "smtp://mx.x.vn:x"),
        ("PHOIHOP_IMAP_URL", "imaps://"),
        ("PHOIHOP_LMTP_PORT", "70000"),
        ("PHOIHOP_SITE_URL", "phoihop.gov.vn"),
        ("PHOIHOP_SITE_URL", "https://x.gov.vn/duong/dan"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(WrongOption, match=name):
        given(tmp_path, **{name: value})


def test_a_refusal_never_shows_a_password(tmp_path: Path) -> None:
    with pytest.raises(WrongOption) as refused:
        given(tmp_path, PHOIHOP_SMTP_URL="smtp+tls://thu:MatKhauThat@mx.x.vn")
    assert "MatKhauThat" not in str(refused.value)
    assert os.environ.get("PHOIHOP_SMTP_URL") is None
