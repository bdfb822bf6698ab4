"""What reports tell of this room's news."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from phoihop.communications.models import Article, Card, Feedback
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.figures import Period, Scope, SectionValue, counted


def news_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """What was told to the public under these plans and topics. Three queries."""
    last = min(period.last, on)
    labels = list(scope.labels)
    articles = Article.objects.visible_to(actor).filter(Q(dossier__in=labels) | Q(source__in=labels))
    out = [
        code
        for code, first in articles.exclude(published_at=None).values_list("code", "published_at")
        if first is not None and period.first <= local_date(first) <= last
    ]
    cards = [
        code
        for code, first in Card.rows.filter(source__in=labels)
        .exclude(published_at=None)
        .values_list("code", "published_at")
        if first is not None and period.first <= local_date(first) <= last
    ]
    readers = Feedback.objects.visible_to(actor).filter(about__in=articles.values("code"))
    came = [
        (code, settled_at)
        for code, received_at, settled_at in readers.values_list("code", "received_at", "settled_at")
        if period.first <= local_date(received_at) <= last
    ]
    if not (out or cards or came):
        return None
    return SectionValue(
        key="communications",
        title=_("Thông tin cho người dân"),
        figures=(
            counted(
                "communications.articles",
                _("Tin bài đã công bố"),
                _("Tin bài thuộc các kế hoạch và vấn đề này, công bố lần đầu trong kỳ."),
                out,
            ),
            counted(
                "communications.cards",
                _("Thẻ kinh nghiệm đã công bố"),
                _("Thẻ kinh nghiệm viết từ các kế hoạch và vấn đề này, công bố lần đầu trong kỳ."),
                cards,
            ),
            counted(
                "communications.feedback",
                _("Góp ý của người đọc"),
                _("Góp ý về các tin bài này, nhận trong kỳ."),
                [code for code, _settled in came],
            ),
            counted(
                "communications.feedback-settled",
                _("Góp ý đã trả lời hoặc đã xem xong"),
                _("Trong số góp ý nhận trong kỳ, góp ý đã xong trước hết ngày số liệu."),
                [code for code, settled in came if settled is not None and local_date(settled) <= on],
            ),
        ),
    )
