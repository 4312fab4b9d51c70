"""How well probabilities hold: what was said against what was so, as a table and as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SIZE, MARGIN = 320, 46


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases of like probability: how many, the mean of what was said of them, and of what was so."""

    count: int
    said: float
    so: float


def bins(said: Sequence[float], so: Sequence[float], number: int = 10) -> list[Bin]:
    """Bins of equally many cases, the least probable first."""
    order = np.argsort(np.asarray(said), kind="stable")
    parts = [part for part in np.array_split(order, number) if len(part)]
    return [Bin(len(part), float(np.mean(np.take(said, part))), float(np.mean(np.take(so, part)))) for part in parts]


def expected_error(found: Sequence[Bin]) -> float:
    """The mean distance between what was said and what was so (expected calibration error), weighted by cases."""
    return sum(each.count * abs(each.said - each.so) for each in found) / max(1, sum(each.count for each in found))


def table(found: Sequence[Bin]) -> str:
    """The bins, one a line."""
    lines = [f"{each.count:6d}   said {each.said:.3f}   was {each.so:.3f}" for each in found]
    return "\n".join([*lines, f"expected calibration error {expected_error(found):.3f}"])


def svg(found: Sequence[Bin], said: str, so: str) -> str:
    """A reliability plot: points on the diagonal say what is so. `said` and `so` name the axes."""

    def x(value: float) -> float:
        return MARGIN + value * SIZE

    def y(value: float) -> float:
        return 12 + (1 - value) * SIZE

    grid = "".join(
        f'<path d="M{x(t):.0f} {y(0):.0f}V{y(1):.0f}M{x(0):.0f} {y(t):.0f}H{x(1):.0f}" stroke="#ddd"/>'
        f'<text x="{x(t):.0f}" y="{y(0) + 16:.0f}" text-anchor="middle">{t:.1f}</text>'
        f'<text x="{x(0) - 6:.0f}" y="{y(t) + 4:.0f}" text-anchor="end">{t:.1f}</text>'
        for t in (0, 0.2, 0.4, 0.6, 0.8, 1)
    )
    line = " ".join(f"{x(each.said):.1f},{y(each.so):.1f}" for each in found)
    dots = "".join(
        f'<circle cx="{x(each.said):.1f}" cy="{y(each.so):.1f}" r="4" fill="#1f5fa8">'
        f"<title>{each.count}: said {each.said:.3f}, was {each.so:.3f}</title></circle>"
        for each in found
    )
    width, height = MARGIN + SIZE + 16, SIZE + MARGIN + 12
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="11" fill="#333"><rect width="100%" height="100%" fill="#fff"/>{grid}'
        f'<path d="M{x(0):.0f} {y(0):.0f}L{x(1):.0f} {y(1):.0f}" stroke="#999" stroke-dasharray="4 4"/>'
        f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="1.5"/>{dots}'
        f'<text x="{x(0.5):.0f}" y="{height - 6}" text-anchor="middle">{said}</text>'
        f'<text transform="translate(12 {y(0.5):.0f}) rotate(-90)" text-anchor="middle">{so}</text></svg>\n'
    )
