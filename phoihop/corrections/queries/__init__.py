"""Reading the room of corrections."""

from phoihop.corrections.queries.checks import check_value, checks
from phoihop.corrections.queries.copies import PaperOut, PublicCopy
from phoihop.corrections.queries.items import (
    VIEWS,
    claim_of_obligation,
    claim_value,
    claims,
    claims_about,
    in_menu,
    preview,
    source_of_duty,
)
from phoihop.corrections.queries.likeness import similar_claims
from phoihop.corrections.queries.names import VERDICTS, verdict_name
from phoihop.corrections.queries.search import (
    check_row,
    claim_codes,
    claim_row,
    dated_between,
    found_claims,
    parties,
    report_section,
    visible_claims,
)
from phoihop.corrections.queries.values import (
    AppearanceValue,
    CheckLine,
    CheckList,
    ClaimLine,
    ClaimList,
    ClaimValue,
    EvidenceValue,
    ReplyValue,
    Rights,
    SimilarClaim,
)
from phoihop.corrections.queries.waiting import waits

__all__ = [
    "VERDICTS",
    "VIEWS",
    "AppearanceValue",
    "CheckLine",
    "CheckList",
    "ClaimLine",
    "ClaimList",
    "ClaimValue",
    "EvidenceValue",
    "PaperOut",
    "PublicCopy",
    "ReplyValue",
    "Rights",
    "SimilarClaim",
    "check_row",
    "check_value",
    "checks",
    "claim_codes",
    "claim_of_obligation",
    "claim_row",
    "claim_value",
    "claims",
    "claims_about",
    "dated_between",
    "found_claims",
    "in_menu",
    "parties",
    "preview",
    "report_section",
    "similar_claims",
    "source_of_duty",
    "verdict_name",
    "visible_claims",
    "waits",
]
