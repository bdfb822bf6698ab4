"""The duty to provide documents as browsers see it: expected, provided by one, withheld by another, handed in."""

from __future__ import annotations

import re
from datetime import datetime

from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Obligation
from tests.conftest import StoppedClock
from tests.journeys.test_coordination_year import BOARD, press, read
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person
from tests.world.obligations import CLOCK, entries
from tests.world.provision import PROVISION, UNNAMED, first, head, line_url, lines, paper

SECRET = "Biên bản làm việc với hộ ông Hải"


def test_a_duty_to_provide_documents(
    world: World, clock: StoppedClock, an: Person, chi: Person, kim: Person, dung: Person
) -> None:
    year, boss = layer.begin(world), head(world)
    owed = Obligation.rows.get(origin=f"{year.topic}/partner.provide-documents/before")
    item = f"{BOARD}{owed.code}/"

    # The duty itself expects one; An asks for two more by name.
    assert "Tài liệu của vấn đề" in read(chi.client, item)
    press(an.client, item, f"{item}van-ban/them/", titles=f"Danh sách khu dân cư\n{SECRET}")
    _default, listed, kept = (one.pk for one in lines(owed.code))

    # Chi provides two of them from her register, one of them with a warning about a telephone number.
    plain = paper(world, citation="125/BC-SYT", subject="Tài liệu phòng dịch")
    phones = paper(world, text="Tổ trưởng: 0912345678", subject="Danh sách tổ trưởng")
    assert plain not in read(an.client, item)
    press(chi.client, item, line_url(owed.code, first(owed.code), "cung-cap"), document=plain)
    give = line_url(owed.code, listed, "cung-cap")
    warned = chi.client.post(give, {"version": 1, "document": phones})
    assert warned.status_code == 422
    assert "số điện thoại" in warned.content.decode()
    press(chi.client, item, give, document=phones, is_personal_confirmed="on")
    for document in (plain, phones):
        assert f'href="/lam-viec/van-ban/{document}/"' in read(an.client, item)
        read(an.client, f"/lam-viec/van-ban/{document}/")
        read(dung.client, f"/lam-viec/van-ban/{document}/", 404)

    # The third is kept back without its name; handing in waits for the head of the office.
    keep = {"ground": "PERSONAL", "reason": "Có dữ liệu của người dân", "recheck_date": "2021-09-01"}
    press(chi.client, item, line_url(owed.code, kept, "giu-lai"), **keep, is_title_hidden="on")
    for person in (an, kim):
        page = read(person.client, item) + read(person.client, PROVISION)
        assert SECRET not in page
        assert UNNAMED in page
    assert SECRET in read(boss.client, item)
    typed = {"statement": "Đã gửi đủ.", "reference": "131/BC-SYT", "version": owed.version + 1}
    refused = chi.client.post(f"{item}nop/", typed)
    assert refused.status_code == 422
    assert "Còn 1 văn bản" in refused.content.decode()
    press(boss.client, item, line_url(owed.code, kept, "duyet-giu-lai"), is_agreed="1")

    # An sees it duty by duty; every figure opens its rows.
    page = read(an.client, f"{PROVISION}?about={year.topic}")
    figures = re.findall(r'<a href="(/lam-viec/cung-cap/[^"]*)"(?:><b>|>)(\d+)', page)
    assert figures
    for address, number in figures:
        assert read(an.client, address).count('<li class="row"') == int(number), address
    press(chi.client, item, f"{item}nop/", statement="Đã gửi đủ.", reference="131/BC-SYT")
    press(an.client, item, f"{item}nghiem-thu/")

    # On the day to look again the clock reminds once; the ground is gone, the paper is provided after all.
    day = datetime(2021, 9, 1, 8, 0, tzinfo=world.at.tzinfo)
    clock.move_to(day)
    obligations.tick(by=CLOCK, at=day)
    obligations.tick(by=CLOCK, at=day)
    assert entries(owed.code).count("withholding.fell_due") == 1
    assert "đến ngày xem lại" in read(chi.client, item)
    press(boss.client, item, line_url(owed.code, kept, "bo-giu-lai"))
    assert SECRET in read(an.client, item)
    last = paper(world, subject="Biên bản đã che thông tin")
    press(chi.client, item, line_url(owed.code, kept, "cung-cap"), document=last)
    assert {one.state for one in lines(owed.code)} == {"PROVIDED"}
    assert "Biên bản đã che thông tin" in read(an.client, item)
