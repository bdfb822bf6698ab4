"""Shapes of a black-and-white picture: its connected parts, its runs, its spread. Refuses nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """A connected part of a mask: its box, the far sides outside, and how many pixels it has."""

    left: int
    top: int
    right: int
    bottom: int
    area: int

    def joined(self, other: Part) -> Part:
        return Part(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
            self.area + other.area,
        )


@dataclass(frozen=True, slots=True)
class Labelled:
    """The runs of a mask, each with the number of its part."""

    rows: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    numbers: npt.NDArray[np.int64]
    parts: list[Part]

    def paint(self, mask: Mask, number: int) -> None:
        """Set in `mask` the pixels of a part."""
        for place in np.nonzero(self.numbers == number)[0]:
            mask[self.rows[place], self.starts[place] : self.ends[place]] = True


def labelled(mask: Mask) -> Labelled:
    """The 8-connected parts of a mask: its runs joined over the rows by passing the least number on."""
    rows, starts, ends = runs(mask)
    width = mask.shape[1] + 2
    # Runs in order of row and column: those of the row above that touch a run are neighbours in that order.
    first = np.searchsorted(rows * width + ends, (rows - 1) * width + starts, side="left")
    last = np.searchsorted(rows * width + starts, (rows - 1) * width + ends, side="right")
    counts = np.maximum(0, last - first)
    below = np.repeat(np.arange(len(rows)), counts)
    above = np.repeat(first - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
    labels = np.arange(len(rows))
    while True:
        least = labels.copy()
        lower = np.minimum(labels[below], labels[above])
        np.minimum.at(least, labels[below], lower)
        np.minimum.at(least, labels[above], lower)
        while not np.array_equal(least, least[least]):
            least = least[least]
        changed = least[labels]
        if np.array_equal(changed, labels):
            break
        labels = changed
    _, numbers = np.unique(labels, return_inverse=True)
    parts = _measured(rows, starts, ends, numbers) if len(rows) else []
    return Labelled(rows, starts, ends, numbers, parts)


def runs(mask: Mask) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The runs of a mask: row, start, end (outside)."""
    edged = np.zeros((mask.shape[0], mask.shape[1] + 2), dtype=np.int8)
    edged[:, 1:-1] = mask
    steps = np.diff(edged, axis=1)
    rows, starts = np.nonzero(steps == 1)
    _, ends = np.nonzero(steps == -1)
    return rows, starts, ends


def _measured(
    rows: npt.NDArray[np.int64],
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    numbers: npt.NDArray[np.int64],
) -> list[Part]:
    count = int(numbers.max()) + 1
    far = np.iinfo(np.int64).max
    left, top = np.full(count, far), np.full(count, far)
    right, bottom, area = (np.zeros(count, dtype=np.int64) for _ in range(3))
    np.minimum.at(left, numbers, starts)
    np.minimum.at(top, numbers, rows)
    np.maximum.at(right, numbers, ends)
    np.maximum.at(bottom, numbers, rows + 1)
    np.add.at(area, numbers, ends - starts)
    columns = (side.tolist() for side in (left, top, right, bottom, area))
    return [Part(*values) for values in zip(*columns, strict=True)]


def spread(cells: Mask) -> Mask:
    """Every set cell with its eight neighbours, on a field one cell wider on each side."""
    wide = np.pad(cells, 2)
    down = wide[:-2] | wide[1:-1] | wide[2:]
    return down[:, :-2] | down[:, 1:-1] | down[:, 2:]
