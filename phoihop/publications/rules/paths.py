"""Where a publication stands on the portal: one address for good, unaccented Vietnamese."""

from __future__ import annotations

FOLDERS = {
    "ARTICLE": "tin",
    "RELEASE": "thong-cao",
    "CARD": "kinh-nghiem",
    "PLAN": "ke-hoach",
    "TOPIC": "van-de",
    "ANSWER": "tra-loi",
    "CORRECTION": "dinh-chinh",
    "REVIEW": "so-ket",
    "PAGE": "trang",
}


def path_of(kind: str, code: str) -> str:
    return f"/{FOLDERS[kind]}/{code}/"
