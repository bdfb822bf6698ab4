"""What a new request says: GeoReport's arguments as plain values, every fault found at once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from phoihop.api.open.rules.asking import Given, first
from phoihop.api.open.rules.wrong import TOO_LONG, Fault, Wrong, _, bad

LONGEST_TEXT = 1000  # letters: as the portal's own form
LONGEST = {"address_string": 300, "first_name": 100, "last_name": 100, "email": 200, "phone": 30}
PLACE, ONLY_REFLECTION = "place", "only_reflection"  # our attributes
YES = "yes"

_DEGREES = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,20})?", re.ASCII)
_MAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\".]+(?:\.[^\s@<>,;\".]+)+")
_PHONE = re.compile(r"[+(]?\d[\d\s().-]{5,28}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A request as it may be received. `place` is a key that was given, not yet looked up."""

    service: str
    text: str
    place: str
    address: str
    latitude: float | None
    longitude: float | None
    name: str
    mail: str
    phone: str
    is_only_reflection: bool
    has_media: bool


def read_filing(given: Given) -> Filing:
    """Refused (Wrong, with every fault): no service, no words or too many, no place at all, a place off the globe, a
    mail address or number that is none. Account, device and media addresses are not kept."""
    faults: list[Fault] = []
    service = first(given, "service_code")
    if not service:
        faults.append(bad(_("Thiếu service_code. Xem danh sách dịch vụ ở services.")))
    text = first(given, "description")
    if not text:
        faults.append(bad(_("Thiếu description: hãy ghi việc gì, ở đâu.")))
    elif len(text) > LONGEST_TEXT:
        over = len(text) - LONGEST_TEXT
        sentence = _("description dài quá %(over)s chữ; tối đa %(most)s. Chưa lưu gì; hãy rút ngắn rồi gửi lại.")
        faults.append(Fault(TOO_LONG, sentence, {"over": over, "most": LONGEST_TEXT}))
    words = {name: _short(given, name, most, faults) for name, most in LONGEST.items()}
    if words["email"] and not _MAIL.fullmatch(words["email"]):
        faults.append(bad(_("email không phải là địa chỉ thư điện tử. Sửa lại hoặc bỏ trống.")))
    if words["phone"] and not _PHONE.fullmatch(words["phone"]):
        faults.append(bad(_("phone không phải là số điện thoại. Sửa lại hoặc bỏ trống.")))
    point = _point(given, faults)
    place = attribute(given, PLACE) or first(given, "address_id")
    if point is None and not place and not words["address_string"] and not faults:
        faults.append(bad(_("Thiếu nơi xảy ra: gửi lat và long, hoặc address_string, hoặc address_id.")))
    if faults:
        raise Wrong(*faults)
    return Filing(
        service=service,
        text=text,
        place=place,
        address=words["address_string"],
        latitude=None if point is None else point[0],
        longitude=None if point is None else point[1],
        name=" ".join(filter(None, (words["last_name"], words["first_name"]))),
        mail=words["email"],
        phone=words["phone"],
        is_only_reflection=attribute(given, ONLY_REFLECTION).lower() == YES,
        has_media=bool(first(given, "media_url")),
    )


def attribute(given: Given, code: str) -> str:
    """attribute[code]=value, or the first of attribute[code][]=…"""
    return first(given, f"attribute[{code}]") or first(given, f"attribute[{code}][]")


def _short(given: Given, name: str, most: int, faults: list[Fault]) -> str:
    text = first(given, name)
    if len(text) > most:
        faults.append(bad(_("%(name)s dài quá; tối đa %(most)s chữ."), name=name, most=most))
    return text


def _point(given: Given, faults: list[Fault]) -> tuple[float, float] | None:
    texts = [first(given, name).replace(" ", "+") for name in ("lat", "long")]
    if not any(texts):
        return None
    if not all(texts):
        faults.append(bad(_("lat và long phải gửi cùng nhau.")))
        return None
    if not all(_DEGREES.fullmatch(text) for text in texts):
        faults.append(bad(_("lat và long phải là số độ thập phân, ví dụ 10.0125 và 105.0809.")))
        return None
    latitude, longitude = map(float, texts)
    if abs(latitude) > 90 or abs(longitude) > 180:
        faults.append(bad(_("lat phải từ -90 đến 90 và long từ -180 đến 180.")))
        return None
    return latitude, longitude
