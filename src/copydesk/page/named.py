"""What the elements around a message are called: a paywall, a captcha, or the sidebar that a hint stands in.

Who builds a site names its parts in English, whatever language its pages are in.
"""

import re
from itertools import chain
from typing import Final

from copydesk.page.segments import Elements, Outline
from copydesk.page.told import Heard

SIGNS: Final = {
    "paywall": r"pay-?wall|premium|subscri|metere?d|barrier|reg-?wall|offer|locked",
    "consent": r"consent|cookie|gdpr|privacy|cmp\b",
    "login": r"log-?in|sign-?in|auth\b|account|password",
    "challenge": r"captcha|challenge|robot|verif|human",
    "error": r"error|40[34]|not-?found|missing",
    "beside": r"side-?bar|related|promo|newsletter|widget|footer|header|teaser|\baside",
    "body": r"article|content|body|story|post|entry",
}
"""What names say of a part of a page."""
STEPS: Final = 6
"""Elements around a text that are asked for their names, the innermost first."""
MESSAGES: Final = 2
"""Surest messages of a page that are looked at."""
_SIGN: Final = re.compile("|".join(f"(?P<{sign}>{names})" for sign, names in SIGNS.items()), re.IGNORECASE)
_PLACES: Final = {sign: place for place, sign in enumerate(SIGNS)}


def named(outline: Outline, heard: Heard) -> list[float]:
    """For each of the two surest messages of the page's own, and for each of SIGNS, how near an element around it is
    that has it in its name; zeros where there is no message."""
    loud = heard.loud
    surest = sorted((n for n in loud if not heard.teaser[n]), key=loud.__getitem__, reverse=True)[:MESSAGES]
    found = [nearness(outline.elements, outline.segments[n].element) for n in surest]
    return [*chain(*found), *[0.0] * (len(SIGNS) * (MESSAGES - len(found)))]


def nearness(elements: Elements, element: int) -> list[float]:
    """For each of SIGNS how near an element around a text in `element` is that has it in its name: 1 for the element
    itself, less by an equal step for each above it, 0 for none of the nearest six."""
    found = [0.0] * len(SIGNS)
    for step in range(STEPS):
        if element < 0:
            break
        for sign in _SIGN.finditer(elements.words(element)):
            place = _PLACES[sign.lastgroup or ""]
            found[place] = max(found[place], 1 - step / STEPS)
        element = elements.parents[element]
    return found
