"""The documents of the open API. What is told of a request is what the portal tells everybody who has its code; a title
only once a moderator has let it stand, the words that were sent in never."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.api.open.commands import Filed
from phoihop.api.open.queries import jurisdiction_of, service_of, tracked
from phoihop.api.open.rules import asking, filing
from phoihop.api.open.rules.documents import MEDIA_TYPES, NAMESPACE, Document
from phoihop.api.open.rules.wrong import Wrong
from phoihop.api.open.states import CLOSED_STATES, status_of
from phoihop.ground.parts import words
from phoihop.intake import queries as intake
from phoihop.publications import queries

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the asker stands: `base` is the site's address, `root` what goes before its paths in his language."""

    base: str
    root: str

    @property
    def endpoint(self) -> str:
        return f"{self.base}{self.root}/open311/v2"

    def page_of(self, code: str, key: str = "") -> str:
        """The portal's page of a concern; with its key, the page of whoever raised it."""
        return f"{self.base}{self.root}/phan-anh/{quote(code)}/" + (f"{key}/" if key else "")


@functools.cache
def described() -> bytes:
    """The description of all that programs may ask here, the portal's feeds and open data too."""
    return Path(__file__).with_name("openapi.json").read_bytes()


def discovery(place: Place) -> Document:
    """What is here, and what of it is ours and not the specification's."""
    note, terms = queries.portal_note(), queries.open_data_note()
    changeset = f"{queries.edition():012d}"
    contact = ", ".join(filter(None, (note.publisher, terms.contact or note.contact)))
    endpoint = {
        "specification": SPECIFICATION,
        "url": place.endpoint,
        "changeset": changeset,
        "type": "test" if note.is_illustration else "production",
        "formats": [media_type.partition(";")[0] for media_type in MEDIA_TYPES.values()],
    }
    body = {
        "changeset": changeset,
        "contact": contact or _("Xem cổng thông tin %(address)s") % {"address": f"{place.base}{place.root}/"},
        "key_service": _(
            "Không cần api_key. Chương trình gửi thay nhiều người có thể xin khóa của cơ quan vận hành để có hạn mức "
            "riêng."
        ),
        "endpoints": [endpoint],
        "ph:namespace": NAMESPACE,
        "ph:extensions": [{"ph:name": name, "ph:description": said} for name, said in _extensions()],
    }
    return Document("discovery", body)


def _extensions() -> tuple[tuple[str, str], ...]:
    """Every departure from the bare specification, in words."""
    return (
        ("page, page_size", _("Trang và số bản ghi một trang của requests, tối đa 1000.")),
        (
            "extensions=true",
            _("Thêm các trường ph: vào requests: trạng thái, các bước, các cơ quan cùng trả lời, địa chỉ trang."),
        ),
        (
            "ph:key",
            _("Khóa của người gửi, mở trang theo dõi để bổ sung, mở lại, đánh giá. Hãy trao cho người gửi."),
        ),
        ("ph:url", _("Trang theo dõi. Trong trả lời khi gửi, địa chỉ này có khóa của người gửi.")),
        (
            "Idempotency-Key",
            _("Đầu đề của lần gửi, từ 16 ký tự, chương trình tự chọn ngẫu nhiên: gửi lại cùng khóa chỉ tính một lần."),
        ),
        ("description", _("Bắt buộc, tối đa 1.000 chữ.")),
        ("address_id", _("Khóa của một nơi trong danh sách ở thuộc tính place.")),
        ("media_url", _("Không được nhận và không được lưu. Ảnh gửi ở trang phản ánh của cổng.")),
        ("account_id, device_id", _("Không được lưu.")),
        ("lat, long", _("Bản công khai làm tròn đến khoảng một trăm mét.")),
        ("error code 40001", _("Nội dung là khiếu nại hoặc tố cáo: chưa lưu gì, kèm lời chỉ nơi gửi đúng.")),
        ("error code 40002", _("description dài quá: chưa lưu gì.")),
        ("error code 429", _("Gửi quá nhiều lần trong một giờ: chưa lưu gì, thử lại sau (Retry-After).")),
    )


def services(place: Place, given: asking.Given) -> Document:
    lines = queries.services(jurisdiction_of(given))
    return Document("services", [_service(one, place) for one in lines])


def _service(one: queries.ServiceLine, place: Place) -> dict[str, Any]:
    return {
        "service_code": one.key,
        "service_name": _name(one, place),
        "description": one.description or None,
        "metadata": True,
        "type": "realtime",
        "keywords": one.keywords or None,
        "group": one.group or None,
    }


def _name(one: queries.ServiceLine, place: Place) -> str:
    return one.english if place.root == "/en" and one.english else one.name


def definition(code: str, given: asking.Given) -> Document:
    """What else may be said with a request of this service."""
    territory = jurisdiction_of(given)
    service = service_of(territory, code)
    contact = _(
        "Họ tên, số điện thoại, thư điện tử chỉ dùng để hỏi lại và trả lời, không công khai, được xóa khi hết hạn lưu; "
        "không bắt buộc. Xin đừng ghi số hoặc ảnh giấy tờ tùy thân."
    )
    only_reflection = _(
        "Chỉ điền khi nội dung có chữ khiếu nại hoặc tố cáo mà người gửi khẳng định đây chỉ là phản ánh; khi đó một "
        "cán bộ sẽ xem trước."
    )
    attributes = [
        _attribute(1, "contact", "string", contact, is_variable=False),
        _attribute(2, filing.PLACE, "singlevaluelist", _("Xã, phường, nơi xảy ra việc"), queries.places_of(territory)),
        _attribute(
            3, filing.ONLY_REFLECTION, "singlevaluelist", only_reflection, ((filing.YES, _("Đây chỉ là phản ánh")),)
        ),
    ]
    return Document("service_definition", {"service_code": service.key, "attributes": attributes})


def _attribute(
    order: int,
    code: str,
    datatype: str,
    description: str,
    values: Sequence[tuple[str, str]] = (),
    *,
    is_variable: bool = True,
) -> dict[str, Any]:
    attribute: dict[str, Any] = {
        "variable": is_variable,
        "code": code,
        "datatype": datatype,
        "required": False,
        "datatype_description": None,
        "order": order,
        "description": description,
    }
    if datatype == "singlevaluelist":
        attribute["values"] = [{"key": key, "name": name} for key, name in values]
    return attribute


def requests(place: Place, given: asking.Given, now: datetime) -> Document:
    """Requests of a stretch of time, or those of the codes that were named."""
    territory = jurisdiction_of(given)
    asked = asking.read_asked(given, now)
    if asked.codes:
        known = queries.trackings(asked.codes)
        found = [known[code] for code in asked.codes if code in known and known[code].territory == territory]
    else:
        only_open, only_closed = asked.statuses == {asking.OPEN}, asked.statuses == {asking.CLOSED}
        found = list(
            queries.requests_of(
                territory,
                services=asked.services,
                states=CLOSED_STATES if only_closed else (),
                not_states=CLOSED_STATES if only_open else (),
                since=asked.since,
                until=asked.until,
                offset=(asked.page - 1) * asked.page_size,
                limit=asked.page_size,
            )
        )
    names = {one.key: _name(one, place) for one in queries.services(territory, is_open_only=False)}
    places = queries.place_names({one.place for one in found if one.place})
    return Document(
        "service_requests", [_request(one, names, places, place, is_extended=asked.is_extended) for one in found]
    )


def request(place: Place, code: str, given: asking.Given) -> Document:
    """How one request stands; also right after it was sent, before anybody has looked at it."""
    territory = jurisdiction_of(given)
    one = tracked(territory, code)
    names = {one.key: _name(one, place) for one in queries.services(territory, is_open_only=False)}
    places = queries.place_names({one.place} if one.place else ())
    if isinstance(one, queries.TrackingValue):
        told = _request(one, names, places, place, is_extended=asking.is_extended(given))
    else:
        told = _waiting(one, names, places)
    return Document("service_requests", [told])


def request_of_token(token: str, given: asking.Given) -> Document:
    """Codes are given at once, so no token is ever out; a code asked for as a token is itself."""
    tracked(jurisdiction_of(given), token)
    return Document("service_requests", [{"service_request_id": token, "token": token}])


def _request(
    one: queries.TrackingValue, names: dict[str, str], places: dict[str, str], place: Place, *, is_extended: bool
) -> dict[str, Any]:
    status = status_of(one.state)
    notes = one.state_words
    if one.merged_into:
        notes = _("%(state)s: gộp vào %(code)s, xem tiếp ở mã đó") % {"state": one.state_words, "code": one.merged_into}
    told: dict[str, Any] = {
        "service_request_id": one.code,
        "status": status,
        "status_notes": notes or None,
        "service_name": names.get(one.service, one.service),
        "service_code": one.service,
        "description": (one.title or None) if one.is_public else None,
        "agency_responsible": one.unit_name or None,
        "service_notice": _notice(one.due_date, is_illustration=one.is_illustration),
        "requested_datetime": _moment(one.received_at),
        "updated_datetime": _moment(one.answered_at if status == "closed" and one.answered_at else one.changed_at),
        "expected_datetime": _end_of(one.due_date),
        "address": places.get(one.place),
        "address_id": one.place or None,
        "zipcode": None,
        "lat": one.latitude if one.is_public else None,
        "long": one.longitude if one.is_public else None,
        "media_url": None,
    }
    if is_extended:
        told |= {
            "ph:url": place.page_of(one.code),
            "ph:state": one.state,
            "ph:merged_into": one.merged_into or None,
            "ph:illustration": one.is_illustration,
            "ph:agencies": [one.unit_name, *one.other_units],
            "ph:steps": [
                {"ph:datetime": _moment(step.at), "ph:state": step.state, "ph:description": step.words}
                for step in one.steps
            ],
        }
    return told


def _waiting(one: intake.InputLine, names: dict[str, str], places: dict[str, str]) -> dict[str, Any]:
    state = "DROPPED" if one.state == "DROPPED" else "RECEIVED"
    return {
        "service_request_id": one.code,
        "status": status_of(state),
        "status_notes": _("Không tiếp nhận") if state == "DROPPED" else _("Đã nhận, chờ xem"),
        "service_name": names.get(one.service, one.service),
        "service_code": one.service,
        "description": None,
        "agency_responsible": one.promised_unit or None,
        "service_notice": _notice(one.promised_date),
        "requested_datetime": _moment(one.received_at),
        "updated_datetime": _moment(one.received_at),
        "expected_datetime": _end_of(one.promised_date),
        "address": places.get(one.place),
        "address_id": one.place or None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _notice(due: date | None, *, is_illustration: bool = False) -> str | None:
    said = [_("Trả lời chậm nhất %(day)s.") % {"day": words.day(due)}] if due else []
    said += [_("Dữ liệu minh họa.")] if is_illustration else []
    return " ".join(said) or None


def filed(one: Filed, place: Place) -> Document:
    url = place.page_of(one.code, one.key)
    notice = [
        _("%(unit)s trả lời chậm nhất %(day)s.") % {"unit": one.unit_name, "day": words.day(one.due_date)},
        *(f"{name}: {said}." for name, said in one.why),
        _("Theo dõi, bổ sung, mở lại: %(url)s (chỉ người gửi giữ địa chỉ này).") % {"url": url},
    ]
    if one.has_media:
        notice.append(_("Ảnh ở media_url không được nhận; có thể gửi ảnh khi bổ sung ở địa chỉ trên."))
    body = {
        "service_request_id": one.code,
        "service_notice": " ".join(notice),
        "account_id": None,
        "ph:key": one.key,
        "ph:url": url,
    }
    return Document("service_requests", [body], 201)


def errors(wrong: Wrong) -> Document:
    faults = [{"code": fault.code, "description": _(fault.sentence) % fault.values} for fault in wrong.faults]
    return Document("errors", faults, wrong.status)


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def _end_of(day: date | None) -> str | None:
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59))).isoformat(timespec="seconds")


def _list(names: Sequence[str]) -> str:
    return ", ".join(names[:50])
