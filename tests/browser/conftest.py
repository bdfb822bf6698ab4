"""A browser per module, and two data folders made once: the sample as delivered, and one where nothing has happened."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.reader import PATIENCE, Reader
from tests.browser.served import CHROMIUM, Served, chromium, made_once

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
    return made_once("sample")


@pytest.fixture(scope="session")
def unplayed_folder() -> Path:
    return made_once("unplayed")


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
