from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.rooms.mail import dovecot
from tests.rooms.mail.dovecot import Dovecot


@pytest.fixture(scope="session")
def _imap() -> Iterator[Dovecot]:
    with dovecot.running() as server:
        yield server


@pytest.fixture
def imap(_imap: Dovecot) -> Dovecot:
    """The server with an empty mailbox."""
    _imap.empty()
    return _imap
