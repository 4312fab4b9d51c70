"""Copies: which texts carry the same text, where it came from, and what was changed."""

from copydesk.copies.compare import Kind, Match
from copydesk.copies.differences import Differences, differences, history
from copydesk.copies.fingerprint import Fingerprint, fingerprint, fingerprints
from copydesk.copies.groups import Change, Group, Member, copy_groups, update
from copydesk.copies.index import Index, MemoryIndex
from copydesk.copies.origin import Method, Origin, find_origin, independent_sources
from copydesk.copies.render import to_dict, to_html, to_html_page, to_terminal
from copydesk.copies.text import Text, text_of

__all__ = [
    "Change",
    "Differences",
    "Fingerprint",
    "Group",
    "Index",
    "Kind",
    "Match",
    "Member",
    "MemoryIndex",
    "Method",
    "Origin",
    "Text",
    "copy_groups",
    "differences",
    "find_origin",
    "fingerprint",
    "fingerprints",
    "history",
    "independent_sources",
    "text_of",
    "to_dict",
    "to_html",
    "to_html_page",
    "to_terminal",
    "update",
]
