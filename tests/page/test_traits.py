"""The traits of a page: what is shown and what is likely main content, counted."""

from selectolax.lexbor import LexborHTMLParser

from copydesk.page.html import cut
from copydesk.page.limits import Limits
from copydesk.page.segments import SHAPES, Outline, Shape
from copydesk.page.traits import Amounts, measure

LONG_TEXT = "ferry " * 20 + "runs."
PAGE = f"""<body><nav><a href=/>Home</a></nav><main><h1>Ferry runs</h1><p>{LONG_TEXT}</p><p>Soon.</p></main>
<p>{LONG_TEXT}</p><h2 hidden>Hidden</h2><figure><img src=a><figcaption>A ferry</figcaption></figure></body>"""


def outline(html: str) -> Outline:
    return cut(LexborHTMLParser(html), Limits())


def of_shapes(**times: int) -> list[int]:
    return [times.get(shape.name.lower(), 0) for shape in SHAPES]


def test_what_is_shown_is_counted() -> None:
    page = outline(PAGE)
    found = measure(page, [0.0] * len(page.segments))
    chars = len("Home" + "Ferry runs" + LONG_TEXT + "Soon." + LONG_TEXT + "A ferry")
    assert found.shown == Amounts(6, chars, 4, 1, found.shown.images, of_shapes(paragraph=4, heading=1, caption=1))
    assert (found.letters, found.leading, found.captions) == (chars, 1, 1)
    assert (found.running, found.running_letters, found.longest_running) == (2, 2 * len(LONG_TEXT), len(LONG_TEXT))
    assert (found.long_ones, found.levels, found.of_first, found.of_second) == (2, 1, 1, 0)
    assert (found.likely.number, found.runs, found.sure_letters) == (0, 0, 0)


def test_what_is_likely_main_content_is_counted() -> None:
    page = outline(PAGE)
    scores = [
        float(segment.text.startswith("ferry")) or 0.6 * (segment.shape is Shape.HEADING) for segment in page.segments
    ]
    found = measure(page, scores)
    chars = len("Ferry runs" + LONG_TEXT + LONG_TEXT + "Hidden")
    assert found.likely == Amounts(4, chars, 0, 0, 0, of_shapes(paragraph=2, heading=2))
    assert (found.longest, found.short_ones, found.sure_letters) == (len(LONG_TEXT), 2, 2 * len(LONG_TEXT))
    assert (found.first, found.last, found.runs) == (1, 5, 2)
    assert (found.homes_alike, found.parents, found.parents_alike) == (2, 2, 1)


def test_letters_are_those_that_a_reader_feels() -> None:
    found = measure(outline("<p>渡し船は月曜日から</p><p>ferry</p>"), [0.9, 0.0])
    assert (found.letters, found.shown.chars, found.sure_letters) == (27, 14, 22)


def test_a_page_without_segments_has_nothing_to_count() -> None:
    found = measure(outline(""), [])
    assert (found.shown.number, found.likely.number, found.levels, found.sure_letters) == (0, 0, 0, 0)
