"""A disk that is full, for tests."""

import contextlib
import resource
import signal
from collections.abc import Iterator


@contextlib.contextmanager
def a_disk_of(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size`: the kernel's own refusal, as on a full disk."""
    usual = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, usual)
