"""Precision and recall against each setting, the others as they are."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from typing import Final

from copydesk.copies import Fingerprint, fingerprints
from copydesk.copies.words import random_numbers
from syndication.collection import Case
from syndication.figures import print_methods
from syndication.methods import grouped

SETTINGS: Final[Mapping[str, tuple[float, ...]]] = {
    "WIDTH": (3, 4, 5, 8),
    "BANDS": (0, 5, 10, 20),
    "MIN_SENTENCES": (1, 2, 3, 100),
    "LEADERS": (4, 32, 100),
    "SAME_TEXT": (0.2, 0.3, 0.4, 0.5, 0.6),
    "THROUGHOUT": (0.15, 0.25, 0.4),
    "TOUCHED": (0.0, 0.6, 0.8),
    "FEW_AGREEMENT": (0.0, 0.35, 0.5),
    "MIN_RUN": (3, 4, 5),
    "CARRIED": (0.5, 0.8, 1.0),
    "MIN_SHARED": (10, 30, 60),
    "FORMAT_CONTEXTS": (3, 6, 12),
    "FORMAT_AGREEMENT": (0.0, 0.35, 0.5),
    "FREQUENT": (4, 8, 16, 1000),
    "RARER": (2, 4, 8),
    "OWN_TEXT": (0.3, 0.5, 0.7),
}
"""The values at which each setting is measured, the chosen one among them."""

MODULES: Final = tuple(
    import_module(f"copydesk.copies.{name}")
    for name in ("fingerprint", "candidates", "compare", "boilerplate", "groups")
)


def compute_curve(truth: Mapping[str, Case], names: Sequence[str]) -> None:
    """Print the figures for each value of some settings, of all where none is named."""
    texts = [case.text for case in truth.values()]
    usual = list(fingerprints(texts))
    found = []
    for name in names or SETTINGS:
        for value in SETTINGS[name]:
            with changed(name, value) as before:
                prints = list(fingerprints(texts)) if name == "WIDTH" and value != before else usual
                label = f"{name} {value}{' (chosen)' if value == before else ''}"
                found.append(replace(grouped(with_bands(prints, name, value)), name=label))
    print_methods(found, truth)


def with_bands(prints: Sequence[Fingerprint], name: str, value: float) -> Sequence[Fingerprint]:
    """The fingerprints with so many bands, if it is these that are measured."""
    return [replace(print, bands=print.bands[: int(value)]) for print in prints] if name == "BANDS" else prints


@contextmanager
def changed(name: str, value: float) -> Iterator[float]:
    """Change a setting wherever it is used, with the constants made from it; gives its usual value."""
    users = [module for module in MODULES if hasattr(module, name)]
    before: float = getattr(users[0], name)
    set_everywhere(name, value)
    set_everywhere("STEPS", random_numbers(3, MODULES[0].WIDTH))
    try:
        yield before
    finally:
        set_everywhere(name, before)
        set_everywhere("STEPS", random_numbers(3, MODULES[0].WIDTH))


def set_everywhere(name: str, value: object) -> None:
    """Give a setting a value in each module that uses it."""
    for module in MODULES:
        if hasattr(module, name):
            setattr(module, name, value)
