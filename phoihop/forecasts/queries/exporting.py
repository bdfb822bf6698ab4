"""Questions with their aggregates as rows of a file: the same values as the list on the screen, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from phoihop.forecasts.queries.items import questions
from phoihop.forecasts.queries.names import kind_name
from phoihop.forecasts.queries.values import QuestionLine
from phoihop.ground.actor import Actor

PAGE = 200


def columns() -> tuple[str, ...]:
    return (
        _("Mã"),
        _("Câu hỏi"),
        _("Cơ quan dự báo"),
        _("Vấn đề"),
        _("Loại"),
        _("Trạng thái"),
        _("Khép"),
        _("Ngày có kết quả"),
        _("Số vị trí"),
        _("Các khả năng"),
        _("Tỷ lệ nền (%)"),
        _("Ước tính chung (%)"),
        _("Trung vị (%)"),
        _("Kết quả"),
        _("Brier"),
        _("Brier của tỷ lệ nền"),
        _("Điểm log"),
        _("Điểm log của tỷ lệ nền"),
    )


def exported(actor: Actor, *, view: str = "", desk: str = "", states: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """All questions of the view that the reader may see, in the order of the list. What is hidden from him there is
    empty here."""
    after = ""
    while True:
        found = questions(actor, view=view, desk=desk, after=after, limit=PAGE)
        for line in found.lines:
            yield row_of(line, states[line.state])
        if not found.next:
            return
        after = found.next


def row_of(line: QuestionLine, state: str) -> tuple[str, ...]:
    return (
        line.code,
        line.text,
        line.desk,
        line.dossier,
        kind_name(line.kind),
        state,
        line.closes_date.isoformat(),
        line.resolves_date.isoformat(),
        str(line.seats),
        "; ".join(line.outcomes),
        _shares(line.base),
        _shares(line.together),
        _shares(line.median),
        line.outcomes[line.outcome] if line.outcome is not None else "",
        _number(line.brier),
        _number(line.base_brier),
        _number(line.log_loss),
        _number(line.base_log_loss),
    )


def _shares(shares: tuple[float, ...] | None) -> str:
    return "; ".join(f"{share * 100:.1f}" for share in shares) if shares is not None else ""


def _number(value: float | None) -> str:
    return f"{value:.3f}" if value is not None else ""
