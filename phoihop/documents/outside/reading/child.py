"""The child that does one job on one file: first it gives up what it does not need, then it looks at the file.

It may write nothing to any disk (so no library can leave a copy of a secret paper behind), open few files, use so much
memory and so much time. A job whose library insists on files gets a folder of its own, in memory, that goes with it.
It leaves no core. Its only way out is the pipe for its answer.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import tempfile
import traceback
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from phoihop.documents.outside.reading import wire
from phoihop.documents.outside.reading.limits import Limits

BROKEN = 70  # the child's exit when its own code failed
TOO_HEAVY = 71  # when memory was up so thoroughly that not even that could be told
_OPEN_FILES = 64
_NICE = 5  # pages come first
_DEATH_SIGNAL, _DUMPABLE, _SUBREAPER = 1, 4, 36  # of prctl

_libc = ctypes.CDLL(None, use_errno=True)


def adopt_orphans() -> None:
    """What a killed child had started comes to this process to be buried."""
    _libc.prctl(_SUBREAPER, 1, 0, 0, 0)


def preload() -> None:
    """What every child would have to load, loaded once."""
    from PIL import Image

    from phoihop.documents.outside.reading import formats, ocr

    formats.preload()
    Image.init()
    ocr.is_available()  # remembered, so that no child asks Tesseract again


def run(server: int, descriptors: tuple[int, int, int], job: str, limits: Limits, folder: str) -> None:
    """Do the job and end; the descriptors are of the file, of the arguments and of the pipe for the answer."""
    _confine(server, descriptors, limits)
    if folder:
        tempfile.tempdir = folder
    from phoihop.documents.outside.reading import jobs

    content, arguments, answer = descriptors
    try:
        _send(answer, jobs.answer(job, _whole(content), wire.unpack_plain(_whole(arguments)), limits))
    except MemoryError:
        os._exit(TOO_HEAVY)
    except Exception as broken:  # noqa: BLE001  (libraries raise anything over hostile bytes; where is told, and no word of them)
        last = traceback.extract_tb(broken.__traceback__)[-1]
        said = f"{type(broken).__name__} in {Path(last.filename).name}, line {last.lineno}"
        _send(answer, wire.BROKEN + said.encode("ascii", "replace"))
    os._exit(0)


def _whole(descriptor: int) -> bytes:
    return os.pread(descriptor, os.fstat(descriptor).st_size, 0)


def _confine(server: int, descriptors: tuple[int, ...], limits: Limits) -> None:
    os.setpgid(0, 0)
    _libc.prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != server:
        os._exit(BROKEN)
    for file, value in (("coredump_filter", "0"), ("oom_score_adj", "1000")):
        with suppress(OSError):  # a kernel without it; the limits below hold all the same
            Path("/proc/self", file).write_text(value)
    _libc.prctl(_DUMPABLE, 0, 0, 0, 0)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    sys.dont_write_bytecode = True
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    kept = [2, *sorted(descriptors), 1 << 16]
    for low, high in pairwise(kept):
        os.closerange(low + 1, high)
    os.nice(_NICE)
    seconds = max(1, int(limits.seconds) + 1)
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_FSIZE, limits.written),
        (resource.RLIMIT_CORE, 0),
    ):
        _, ceiling = resource.getrlimit(what)
        wanted = most if ceiling == resource.RLIM_INFINITY else min(most, ceiling)
        resource.setrlimit(what, (wanted, wanted))


def _send(answer: int, raw: bytes) -> None:
    rest = memoryview(raw)
    while rest:
        rest = rest[os.write(answer, rest) :]
