"""Read a reorganisation file: everything wrong at once with its place, or the plain document that a batch keeps."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from phoihop.organizations.queries import Fault
from phoihop.site.programme.reading import BrokenFile
from phoihop.site.programme.shape import refuse_shape
from phoihop.site.programme.sources import Tree, read_tree

SCHEMA = Path(__file__).with_name("restructure.schema.json")


def read_batch(path: Path) -> tuple[dict[str, Any], Tree]:
    """The document, and the tree that knows its lines. Refused with BrokenFile."""
    tree = read_tree(path)
    if tree.data is not None or not tree.problems:
        refuse_shape(tree, are_rules_read_elsewhere=False, schema=SCHEMA)
    if tree.problems:
        raise BrokenFile(tree.problems)
    return dict(tree.data), tree


def broken_by(tree: Tree, faults: Iterable[Fault]) -> BrokenFile:
    """What is wrong with the document, at its lines in the file."""
    for fault in faults:
        tree.refuse(tree.place(fault.trail), fault.sentence)
    return BrokenFile(tree.problems)
