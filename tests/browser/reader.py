"""One person at a browser: signs in, reads pages, presses what is there, and hears every complaint of the browser."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, Locator, Response, expect

from tests.browser.served import Served

STOPPED = re.compile(r"the server responded with a status of (\d+)")
PATIENCE = 15_000  # milliseconds, on a machine that is busy


class Reader:
    def __init__(self, browser: Browser, house: Served, username: str = "", **how: Any) -> None:
        self.house = house
        self.complaints: list[str] = []
        self.context = browser.new_context(**{"locale": "vi-VN", "viewport": WIDE, **how})
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        if username:
            self.sign_in(username)

    def sign_in(self, username: str) -> None:
        self.go("/dang-nhap/")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu").fill(self.house.password)
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page).to_have_url(f"{self.house.url}/lam-viec/")

    def go(self, path: str, status: int = 200) -> None:
        """Opens an address of the house; a refusal that is expected is no complaint."""
        response: Response | None = self.page.goto(path if path.startswith("http") else f"{self.house.url}{path}")
        assert response is not None
        assert response.status == status, (path, response.status)
        if status >= 400:
            self.forgive(status)

    def forgive(self, status: int) -> None:
        """The browser notes every answer of 4xx; the test wanted this one."""
        self.complaints = [c for c in self.complaints if f"status of {status} " not in c]

    def press(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """A button or link by its words."""
        where = within if within is not None else self.page.get_by_role("main")
        button, link = (where.get_by_role(role, name=name, exact=isinstance(name, str)) for role in ("button", "link"))
        button.or_(link).first.click()

    def send(self, name: str, *, within: Locator | None = None, status: int = 200) -> None:
        """Presses what sends a form, and waits for the page that answers."""
        with self.page.expect_navigation() as answer:
            self.press(name, within=within)
        assert answer.value is not None
        assert answer.value.status == status, (name, answer.value.status, self.text()[:2000])
        if status >= 400:
            self.forgive(status)

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(text)

    def finds(self, path: str, text: str) -> None:
        """Opens the page until the listeners have done their part and `text` is on it."""
        for _ in range(100):
            self.go(path)
            if text in self.text():
                return
        raise AssertionError(f"{path} never showed {text!r}:\n{self.text()[:1500]}")

    def rows(self) -> int:
        """How many rows this list has, on all of its pages."""
        found = self.page.locator("main li.row").count()
        later = self.page.get_by_role("link", name="Trang sau")
        while later.count():
            later.click()
            found += self.page.locator("main li.row").count()
        return found

    def refused(self, action: str) -> str:
        """What the house answers to a form this page does not offer, with this page's own proof; it must be 422."""
        token = self.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
        answer = self.context.request.post(
            f"{self.house.url}{action}",
            form={"csrfmiddlewaretoken": token},
            headers={"Referer": self.page.url},
        )
        assert answer.status == 422, answer.status
        return str(answer.text())

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.house.url)

    def close(self) -> None:
        self.context.close()

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {text}")


WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
