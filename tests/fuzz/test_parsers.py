"""Whatever strangers send, each parser answers with a result or its own refusal, in bounded time and memory."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, seed, settings

from phoihop.documents.outside import reader
from tests.fuzz import samples, targets
from tests.fuzz.mutations import changed
from tests.fuzz.targets import TARGETS, Broken

# Of the processor, not of the clock: a busy machine takes nothing of it. The longest honest input needs a tenth.
CPU_SECONDS = 10.0
MEMORY_KB = 400_000  # that all examples of a parser together may add to what the process holds at most
calm = settings(
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


@contextmanager
def bounded() -> Iterator[None]:
    def over(number: int, frame: FrameType | None) -> None:
        raise Broken(f"more than {CPU_SECONDS} seconds of the processor")

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_real_input_keeps_the_promise(name: str, tmp_path: Path) -> None:
    for content in TARGETS[name].seeds():
        TARGETS[name].attempt(content, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(TARGETS))
def test_changed_input_keeps_the_promise(name: str, tmp_path: Path) -> None:
    target = TARGETS[name]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    @seed(8)
    @calm
    @given(changed(target.seeds(), target.words))
    def attempt(content: bytes) -> None:
        with bounded():
            target.attempt(content, tmp_path)

    attempt()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY_KB


@pytest.fixture(scope="module")
def _reading_server() -> Iterator[None]:
    yield
    reader.stop()


@pytest.mark.slow
@pytest.mark.usefixtures("_reading_server")
@pytest.mark.parametrize("name", sorted(samples.documents()))
def test_changed_documents_are_read_or_held(name: str) -> None:
    """Through the real child: its bounds are part of the promise."""

    @seed(8)
    @settings(calm, max_examples=12)
    @given(changed([samples.documents()[name]], targets.XML))
    def attempt(content: bytes) -> None:
        targets.judged(reader.read(content, name=name, limits=reader.Limits(seconds=20, unpacked=64 << 20)), name)

    attempt()
