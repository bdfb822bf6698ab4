"""What is meant by the arguments that every call shares, and how one request stands."""

from __future__ import annotations

from phoihop.api.open.rules import asking
from phoihop.api.open.rules.wrong import Wrong, _, bad, unknown
from phoihop.intake import queries as intake
from phoihop.publications import queries

MOST_NAMED = 50  # territories that an error names


def jurisdiction_of(given: asking.Given) -> str:
    """The territory that is meant. Refused (Wrong): unknown; not said where there are several."""
    wanted, known = asking.first(given, "jurisdiction_id"), queries.jurisdictions()
    names = ", ".join(known[:MOST_NAMED])
    if wanted in known:
        return wanted
    if wanted:
        raise Wrong(unknown(_("Không có jurisdiction_id này. Các địa bàn có ở đây: %(known)s."), known=names))
    if len(known) > 1:
        raise Wrong(bad(_("Thiếu jurisdiction_id. Các địa bàn có ở đây: %(known)s."), known=names))
    if not known:
        raise Wrong(unknown(_("Cổng này chưa mở tiếp nhận phản ánh ở địa bàn nào.")))
    return known[0]


def service_of(territory: str, code: str) -> queries.ServiceLine:
    """Refused (Wrong): no such service here, or it is closed."""
    service = queries.service(territory, code)
    if service is None or not service.is_open:
        raise Wrong(unknown(_("Không có service_code này, hoặc dịch vụ đã đóng. Xem danh sách ở services.")))
    return service


def tracked(territory: str, code: str) -> queries.TrackingValue | intake.InputLine:
    """A concern as everybody is told of it; as it was received, where its room has not taken it yet. Refused (Wrong):
    nothing of this code here."""
    one = queries.tracking(code)
    if one is not None and one.territory == territory:
        return one
    waiting = intake.input_line(code)
    if waiting is None or waiting.what != "CONCERN" or not code.startswith(f"PA-{territory}-"):
        raise Wrong(unknown(_("Không có phản ánh nào mang mã này. Kiểm tra lại service_request_id.")))
    return waiting
