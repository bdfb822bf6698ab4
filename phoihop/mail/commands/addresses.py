"""Which mail addresses a unit has. An address is used after somebody who reads it has confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, on_record, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.mail import states
from phoihop.mail.commands.links import issue_link, revoke_links
from phoihop.mail.commands.queueing import queue_mail
from phoihop.mail.events import (
    AddressAdded,
    AddressAsksLinks,
    AddressConfirmed,
    AddressHandedOver,
    AddressMadeMain,
    AddressRetired,
)
from phoihop.mail.models import Address
from phoihop.mail.rules import addresses
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import UnitName, unit_names, units_in_force
from phoihop.organizations.queries import post as post_of

CONFIRM = "address.confirm"
CONFIRM_WITHIN = timedelta(days=7)

_SUBJECT = gettext_lazy("Xác nhận địa chỉ thư của %(unit)s")
_TEXT = gettext_lazy(
    "Kính gửi %(unit)s,\n\nĐịa chỉ này vừa được khai là địa chỉ nhận thư của %(unit)s trên Phối Hợp. Nếu đúng, hãy mở "
    "liên kết dưới đây và bấm „Xác nhận“, hoặc trả lời thư này:\n\n%(link)s\n\nLiên kết dùng được trong bảy ngày. Nếu "
    "không đúng, không cần làm gì: địa chỉ sẽ không được dùng."
)


@command("address.add")
def add_address(
    *, unit_id: int, address: str, owner_post_id: int, is_confirmed: bool = False, by: Actor, at: datetime
) -> AddressAdded:
    """A unit gets an address; a mail with a link asks whoever reads it. The same address again changes nothing.

    `is_confirmed` is for those who load addresses that a published list names. Refused: no address, a post of another
    unit, a unit not in force.
    """
    ask(by, "address.add", unit_id=unit_id)
    unit = _unit(unit_id, at)
    written = _written(address)
    _check_post(by, owner_post_id, unit)
    known = _known(unit_id, written)
    if known is not None:
        nothing_changed()
        return _added(known.code, unit, known.address)
    row = _create(unit, written, owner_post_id, at)
    event = tell(_added(row.code, unit, written))
    if is_confirmed:
        _confirm(row, unit, at)
    else:
        _ask_reader(row, unit, by.through(event.kind()), at)
    return event


@command("address.confirm")
def confirm_address(*, code: str, version: int | None = None, by: Actor, at: datetime) -> AddressConfirmed:
    """Somebody who reads the address says that it is the unit's. Its first one becomes the main one.

    Refused when it is not used any more. Confirmed twice is harmless.
    """
    row = _row(code)
    ask(by, "address.confirm", row)
    unit = unit_names([row.unit_id])[row.unit_id]
    if row.state == "CONFIRMED":
        nothing_changed()
        return _confirmed(row, unit)
    if "confirm" not in states.ADDRESS[row.state]:
        raise Refused(_("Địa chỉ này đã thôi dùng. Cần dùng lại thì thêm địa chỉ mới trên trang của cơ quan."))
    return _confirm(row, unit, at, version)


@command("address.retire")
def retire_address(*, code: str, version: int | None, by: Actor, at: datetime) -> AddressRetired:
    """The address is not used any more; another confirmed one of the unit takes its place. Twice is harmless."""
    row = _row(code)
    ask(by, "address.retire", row)
    unit = unit_names([row.unit_id])[row.unit_id]
    event = AddressRetired(code=row.code, unit_id=unit.id, unit_name=unit.name, address=row.address)
    if row.state == "RETIRED":
        nothing_changed()
        return event
    was_main = row.is_main
    change(row, version=version, state=states.ADDRESS[row.state]["retire"], is_main=False, retired_at=at)
    if was_main:
        heir = Address.rows.filter(unit=row.unit_id, state="CONFIRMED").order_by("confirmed_at", "pk").first()
        if heir is not None:
            change(heir, is_main=True)
    event = tell(event)
    revoke_links(
        code=row.code,
        act=CONFIRM,
        reason=on_record(gettext_lazy("Địa chỉ đã thôi dùng.")),
        by=by.through(event.kind()),
        at=at,
    )
    return event


@command("address.retire")
def hand_over_address(
    *, code: str, owner_post_id: int, version: int | None, by: Actor, at: datetime
) -> AddressHandedOver:
    """Another post of the unit answers for what arrives. Refused for a post of another unit."""
    row = _row(code)
    ask(by, "address.retire", row)
    unit = unit_names([row.unit_id])[row.unit_id]
    title = _check_post(by, owner_post_id, unit)
    event = AddressHandedOver(code=row.code, unit_id=unit.id, unit_name=unit.name, post=title)
    if row.state == "RETIRED":
        raise Refused(_("Địa chỉ này đã thôi dùng, không giao cho ai nữa."))
    if row.owner_post_id == owner_post_id:
        nothing_changed()
        return event
    change(row, version=version, owner_post_id=owner_post_id)
    return tell(event)


@command("address.retire")
def make_main_address(*, code: str, version: int | None, by: Actor, at: datetime) -> AddressMadeMain:
    """Mails to the unit go here from now on. Refused unless it was confirmed. Twice is harmless."""
    row = _row(code)
    ask(by, "address.retire", row)
    unit = unit_names([row.unit_id])[row.unit_id]
    event = AddressMadeMain(code=row.code, unit_id=unit.id, unit_name=unit.name, address=row.address)
    if row.state != "CONFIRMED":
        raise Refused(_("Chỉ địa chỉ đã được người đọc thư xác nhận mới làm địa chỉ chính được. Chưa thay đổi gì."))
    if row.is_main:
        nothing_changed()
        return event
    main = Address.rows.filter(unit=row.unit_id, is_main=True).first()
    if main is not None:
        change(main, is_main=False)
    change(row, version=version, is_main=True)
    return tell(event)


@command("address.retire")
def ask_for_links(*, code: str, asks: bool, version: int | None, by: Actor, at: datetime) -> AddressAsksLinks:
    """Whether links of duties go to this address although somebody of the unit can sign in. Twice is harmless."""
    row = _row(code)
    ask(by, "address.retire", row)
    unit = unit_names([row.unit_id])[row.unit_id]
    event = AddressAsksLinks(code=row.code, unit_id=unit.id, unit_name=unit.name, asks=asks)
    if row.state == "RETIRED":
        raise Refused(_("Địa chỉ này đã thôi dùng; không gửi gì đến đó nữa."))
    if row.asks_links == asks:
        nothing_changed()
        return event
    change(row, version=version, asks_links=asks)
    return tell(event)


def keep_owner(post_id: int) -> None:
    """Refuses that a post ends while it answers for an address: an inbox always has an owner."""
    row = Address.rows.filter(owner_post=post_id).exclude(state="RETIRED").order_by("pk").first()
    if row is not None:
        raise Refused(
            _(
                "Chức vụ này đang phụ trách hộp thư %(address)s. Chưa thay đổi gì: hãy giao hộp thư cho chức vụ khác "
                "hoặc thôi dùng địa chỉ ấy trước."
            )
            % {"address": row.address}
        )


def run_confirm(*, code: str, unit_id: int, values: Mapping[str, Any], files: Any, by: Actor, at: datetime) -> str:
    """The act without an account: whoever holds the link, or answers the mail, reads the address."""
    event = confirm_address(code=code, by=by, at=at)
    return _("Đã xác nhận %(address)s là địa chỉ thư của %(unit)s.") % {
        "address": event.address,
        "unit": event.unit_name,
    }


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _row(code: str) -> Address:
    row = Address.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def _unit(unit_id: int, at: datetime) -> UnitName:
    unit = unit_names([unit_id]).get(unit_id)
    if unit is None:
        raise NotVisible
    if unit_id not in units_in_force([unit_id], at):
        raise Refused(_("%(unit)s không còn hoặc chưa có hiệu lực, không thêm địa chỉ thư được.") % {"unit": unit.name})
    return unit


def _written(address: str) -> str:
    try:
        return addresses.read(address)
    except addresses.WrongAddress:
        raise Refused(
            _("„%(address)s“ không phải địa chỉ thư gửi được. Viết theo mẫu vanthu@donvi.gov.vn, không dấu.")
            % {"address": address.strip()[:100]}
        ) from None


def _check_post(by: Actor, post_id: int, unit: UnitName) -> str:
    """The title of the post, which must be the unit's own."""
    title, of_unit = post_of(by, post_id)
    if of_unit.id != unit.id:
        raise Refused(_("Người phụ trách hộp thư phải là một chức vụ của chính %(unit)s.") % {"unit": unit.name})
    return title


def _known(unit_id: int, address: str) -> Address | None:
    return Address.rows.filter(unit=unit_id, fold=addresses.fold(address)).exclude(state="RETIRED").first()


def _create(unit: UnitName, written: str, owner_post_id: int, at: datetime) -> Address:
    series = f"HT-{unit.territory}"
    try:
        with transaction.atomic():
            return Address.rows.create(
                code=f"{series}-{take_numbers(series, 1)[0]:06d}",
                unit_id=unit.id,
                owner_post_id=owner_post_id,
                address=written,
                fold=addresses.fold(written),
                state="UNCONFIRMED",
                added_at=at,
            )
    except IntegrityError:
        raise SomebodyWasFaster(unit.code) from None


def _confirm(row: Address, unit: UnitName, at: datetime, version: int | None = None) -> AddressConfirmed:
    has_main = Address.rows.filter(unit=row.unit_id, is_main=True).exists()
    change(row, version=version, state=states.ADDRESS[row.state]["confirm"], confirmed_at=at, is_main=not has_main)
    return tell(_confirmed(row, unit))


def _ask_reader(row: Address, unit: UnitName, by: Actor, at: datetime) -> None:
    link = issue_link(
        act=CONFIRM, code=row.code, unit_id=unit.id, address=row.address, until=at + CONFIRM_WITHIN, by=by, at=at
    )
    queue_mail(
        key=f"address/{row.code}/confirm",
        to_address=row.address,
        subject=on_record(_SUBJECT, unit=unit.name),
        text=on_record(_TEXT, unit=unit.name, link=f"{settings.PHOIHOP_SITE_URL}{link.url_path}"),
        about=row.code,
        unit_id=unit.id,
        reply_act=CONFIRM,
        by=by,
        at=at,
    )


def _added(code: str, unit: UnitName, address: str) -> AddressAdded:
    return AddressAdded(code=code, unit_id=unit.id, unit_name=unit.name, address=address)


def _confirmed(row: Address, unit: UnitName) -> AddressConfirmed:
    return AddressConfirmed(
        code=row.code, unit_id=unit.id, unit_name=unit.name, address=row.address, is_main=row.is_main
    )
