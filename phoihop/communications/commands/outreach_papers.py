"""Evidence, materials and proofs: documents of the register, links, logs, statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications.commands.basics import line_of, needed, post_of
from phoihop.communications.models import CommunicationPlan, OutreachLine, OutreachOutput, OutreachPaper
from phoihop.communications.rules import outreach as rules
from phoihop.documents import queries as documents
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused

NOTHING = gettext_lazy("Chưa ghi gì: cần mã văn bản, liên kết hoặc lời ghi tùy loại. Hãy bổ sung rồi gửi lại.")
is_web_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class Paper:
    """What is given: by `kind` the code of a document, an address, or words; words may stand beside any of them."""

    kind: str
    document: str = ""
    link: str = ""
    text: str = ""


def add_paper(
    plan: CommunicationPlan,
    line: OutreachLine | None,
    output: OutreachOutput | None,
    role: str,
    paper: Paper,
    *,
    by: Actor,
    at: datetime,
) -> OutreachPaper:
    """Belongs into the caller's transaction, after it has asked."""
    if paper.kind not in rules.KINDS:
        raise Refused(_("Hãy chọn loại có trong danh sách. Chưa ghi gì."))
    document, link, citation = line_of(paper.document, 80), line_of(paper.link, 500), ""
    text = line_of(paper.text, rules.LONGEST_TEXT)
    if paper.kind == "DOCUMENT":
        citation = _citation(document, by)
        link = ""
    elif paper.kind == "LINK":
        document = ""
        _check_link(link)
    else:
        document = link = ""
        text = needed(text, rules.LONGEST_TEXT, NOTHING)
    given = OutreachPaper.rows.filter(plan=plan)
    if given.filter(line=line, output=output).count() >= rules.MOST_PAPERS:
        raise Refused(_("Nhiều nhất %(most)s giấy tờ ở một chỗ. Chưa ghi gì.") % {"most": rules.MOST_PAPERS})
    return OutreachPaper.rows.create(
        plan=plan,
        line=line,
        output=output,
        number=(given.aggregate(last=Max("number"))["last"] or 0) + 1,
        role=role,
        kind=paper.kind,
        document=document,
        citation=citation,
        link=link,
        text=text,
        given_at=at,
        given_post=post_of(by),
    )


def paper_name(paper: OutreachPaper) -> str:
    """As the record calls it: never the subject of a document, which not all may read."""
    return paper.citation or paper.document or paper.link or paper.text[:200]


def _citation(code: str, by: Actor) -> str:
    line = documents.documents_of(by, [code]).get(code) if code else None
    if line is None or line.state != "REGISTERED":
        raise Refused(
            _(
                "Không thấy văn bản „%(code)s“ trong sổ, hoặc văn bản chưa vào sổ. Chưa ghi gì;"
                " hãy ghi mã như VB-kg-2021-000012."
            )
            % {"code": code}
        )
    return (line.citation or line.code)[:120]


def _check_link(link: str) -> None:
    try:
        is_web_address(link)
    except ValidationError as bad:
        raise Refused(
            _("Liên kết phải bắt đầu bằng http:// hoặc https:// và đúng dạng. Chưa ghi gì; hãy sửa rồi gửi lại.")
        ) from bad
