"""Copies: which texts carry the same text, where it came from, and what was changed."""

from copydesk.copies.compare import Kind, Match
from copydesk.copies.fingerprint import Fingerprint, fingerprint, fingerprints
from copydesk.copies.groups import Change, Group, Member, copy_groups, update
from copydesk.copies.index import Index, MemoryIndex
from copydesk.copies.text import Text

__all__ = [
    "Change",
    "Fingerprint",
    "Group",
    "Index",
    "Kind",
    "Match",
    "Member",
    "MemoryIndex",
    "Text",
    "copy_groups",
    "fingerprint",
    "fingerprints",
    "update",
]
