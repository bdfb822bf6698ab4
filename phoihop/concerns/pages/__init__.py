"""Pages of concerns: frozen values of finished strings."""

from phoihop.concerns.pages.acts import (
    ReceiptPage,
    act_page,
    reasons,
    receipt_page,
    record_choices,
    record_page,
    reopen_reasons,
    start_of,
    units,
    wishes,
)
from phoihop.concerns.pages.figures import FiguresPage, days_of, figures_page
from phoihop.concerns.pages.items import ConcernPage, concern_page
from phoihop.concerns.pages.queue import (
    ConcernsPanel,
    QueuePage,
    filter_choices,
    on_obligation,
    on_topic,
    queue_page,
)
from phoihop.concerns.pages.settings import (
    SettingsPage,
    clock_of,
    clock_page,
    desk_page,
    place_choices,
    place_page,
    route_choices,
    route_page,
    service_page,
    service_start,
    settings_page,
    territory_of,
    unit_choices,
    with_place,
    with_route,
    with_service,
    without_route,
)
from phoihop.concerns.pages.subjects import (
    ContactPage,
    DataPage,
    RequestsPage,
    contact_page,
    data_act_page,
    data_page,
    requests_page,
)


def photo_headers(media_type: str) -> dict[str, str]:
    """A photo is for this reader alone, and is nothing but a picture."""
    return {
        "Content-Type": media_type,
        "Content-Disposition": "inline",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }


def export_headers(code: str) -> dict[str, str]:
    """All that is held of one person: downloaded, and kept by nobody on the way."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{code}.json"',
        "Cache-Control": "private, no-store",
    }


__all__ = [
    "ConcernPage",
    "ConcernsPanel",
    "ContactPage",
    "DataPage",
    "FiguresPage",
    "QueuePage",
    "ReceiptPage",
    "RequestsPage",
    "SettingsPage",
    "act_page",
    "clock_of",
    "clock_page",
    "concern_page",
    "contact_page",
    "data_act_page",
    "data_page",
    "days_of",
    "desk_page",
    "export_headers",
    "figures_page",
    "filter_choices",
    "on_obligation",
    "on_topic",
    "photo_headers",
    "place_choices",
    "place_page",
    "queue_page",
    "reasons",
    "receipt_page",
    "record_choices",
    "record_page",
    "reopen_reasons",
    "requests_page",
    "route_choices",
    "route_page",
    "service_page",
    "service_start",
    "settings_page",
    "start_of",
    "territory_of",
    "unit_choices",
    "units",
    "wishes",
    "with_place",
    "with_route",
    "with_service",
    "without_route",
]
