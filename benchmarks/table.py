"""One row per measured thing: what it took, what the limit beside it took, their ratio, and the goal."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`figure` and `limit` are in the same unit; `goal` says in words what the ratio should be."""

    what: str
    figure: float
    limit: float
    unit: str
    goal: str

    @property
    def ratio(self) -> float:
        return self.figure / self.limit if self.limit else float("nan")


def show(title: str, rows: Iterable[Row]) -> None:
    print(f"\n{title}")
    print(f"  {'what':<64} {'figure':>12} {'limit':>12} {'ratio':>7}  goal")
    for row in rows:
        print(f"  {row.what:<64} {row.figure:>12,.3f} {row.limit:>12,.3f} {row.ratio:>7.2f}  {row.goal} ({row.unit})", flush=True)
