"""Limits that keep one page from hurting a run."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a page may have at most; beyond it, reading fails with a CaptureError that names the limit.

    The defaults are far above any news page seen (the largest of 1,658 has 9 MB and 40,000 elements) and keep the
    worst page under about ten seconds and one gigabyte.
    """

    payload_bytes: int = 16 * 2**20
    depth: int = 2_000
    elements: int = 400_000
    segments: int = 50_000
