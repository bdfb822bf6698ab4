"""How a process is told to end: in time, wherever in its waiting the signal meets it."""

import os
import signal
import subprocess
import sys

import pytest

from phoihop.site.family import Ending
from phoihop.site.options import ROOT

# A storm of signals, so that some of them meet the main thread in the middle of its waiting.
STORM = """
import signal
from phoihop.site.family import Ending

ending = Ending(signal.SIGALRM)
signal.setitimer(signal.ITIMER_REAL, 0.0002, 0.0002)
rounds = 0
while rounds < 50_000 or not ending.is_told:
    ending.wait(0.001)
    rounds += 1
signal.setitimer(signal.ITIMER_REAL, 0)
print(ending.is_told)
"""


@pytest.fixture
def ending():
    before = signal.getsignal(signal.SIGUSR1)
    made = Ending(signal.SIGUSR1)
    yield made
    signal.signal(signal.SIGUSR1, before)
    os.close(made._heard)
    os.close(made._said)


def test_signals_in_the_middle_of_waiting_never_hang_it():
    done = subprocess.run(
        [sys.executable, "-c", STORM], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.strip(), done.stderr, done.returncode) == ("True", "", 0)


def test_a_wait_ends_when_told(ending):
    ending.wait(0)
    assert not ending.is_told
    process = subprocess.Popen(["/bin/sh", "-c", f"sleep 0.2; kill -USR1 {os.getpid()}"])
    ending.wait(60)
    assert ending.is_told
    assert process.wait(20) == 0


def test_what_was_told_before_is_not_waited_for(ending):
    os.kill(os.getpid(), signal.SIGUSR1)
    os.kill(os.getpid(), signal.SIGUSR1)
    ending.wait(60)
    assert ending.is_told
