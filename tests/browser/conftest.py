"""A browser per module, and two data folders made once: the sample as delivered, and one where nothing has happened."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.reader import PATIENCE, Reader
from tests.browser.served import CHROMIUM, Served, chromium

Open = Callable[..., Reader]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Of the module, not the session: its event loop must not outlive the tests that need it."""
    found = chromium()
    if not found:
        pytest.skip("no Chromium; type: sudo apt-get install chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(CHROMIUM))
        yield started
        started.close()


@pytest.fixture(scope="session")
def sample_folder() -> Path:
    return _once("sample", is_whole=True)


@pytest.fixture(scope="session")
def unplayed_folder() -> Path:
    return _once("unplayed", is_whole=False)


def _once(name: str, *, is_whole: bool) -> Path:
    """Made by whichever worker of this run asks first; the others wait for it."""
    whole_run = Path(os.environ["PHOIHOP_TEST_FOLDER"])
    folder = whole_run / name
    with (whole_run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half = whole_run / f"{name}.half"
            half.mkdir()
            Served(half).seed(is_whole=is_whole)
            half.rename(folder)
    return folder


def copy_of(folder: Path, where: Path) -> Path:
    """A data folder nobody serves, copied whole."""
    return shutil.copytree(folder, where / "data")


@pytest.fixture
def open_as(browser: Browser) -> Iterator[Callable[..., Reader]]:
    """`open_as(house, "chi")`: a browser of one's own, closed at the end; no page may have complained."""
    readers: list[Reader] = []

    def open_(house: Served, username: str = "", **how: object) -> Reader:
        reader = Reader(browser, house, username, **how)
        readers.append(reader)
        return reader

    yield open_
    for reader in readers:
        reader.close()
    assert not [complaint for reader in readers for complaint in reader.complaints]
