"""Text and files in, plain values out."""

from phoihop.documents.forms.documents import (
    Describe,
    Freeze,
    Link,
    Mark,
    Only,
    Recall,
    Register,
    Release,
    Replace,
    Retain,
    Share,
    TakeIn,
    Unshare,
)

__all__ = [
    "Describe",
    "Freeze",
    "Link",
    "Mark",
    "Only",
    "Recall",
    "Register",
    "Release",
    "Replace",
    "Retain",
    "Share",
    "TakeIn",
    "Unshare",
]
