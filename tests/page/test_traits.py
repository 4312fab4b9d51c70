"""The traits of a page: what is shown and what is likely main content, counted."""

import re

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from copydesk.page.features import DATE_LIKE, LONG
from copydesk.page.html import cut
from copydesk.page.limits import Limits
from copydesk.page.segments import SHAPES, Elements, Outline, Segment, Shape, read_length
from copydesk.page.told import PRICE
from copydesk.page.traits import Amounts, Measures, measure

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


def lines(*texts: str) -> Measures:
    """What is counted where each text is one of a page."""
    segments = [Segment(text, 0, Shape.PARAGRAPH) for text in texts]
    return measure(Outline(Elements.root("text"), segments), [0.6] * len(segments))


def test_lines_begin_with_a_time_or_are_one() -> None:
    timed = ["12:30", "(9.15) Ferry", "18h05", "5 min ago", "3 Std.", "2 hours", "٣٠:٤٥", "10m"]
    other = ["12:3", "12:304", "1:30a", "5 ferries", "at 12:30", "30.000", "Ferry", "123:45"]
    found = lines(*timed, *other, "Ferry\n12:30\n")
    assert (found.numbered, found.times, found.bare_times) == (16, 9, 7)


def test_lines_count_something_or_begin_with_that() -> None:
    counting = ["3/12", "3 of 12", "Bild 3 von 12", "3の12", "(1 / 9)", "3 из 12"]
    other = ["3/1234", "1234/3", "a3/12", "3/12b", "3 off 12", "of 12", "3 of"]
    found = lines(*counting, *other)
    assert (found.counting, found.counters) == (6, 4)


def test_lines_have_prices_and_dates_and_texts_questions() -> None:
    found = lines("$ 5", "5 €a", "now 5kr", "7 USD", "5 €", "5 krone", "$  5", "£", "in 2024", "3.4.24", "What? When?")
    assert (found.prices, found.dates, found.early_dates) == (4, 2, 2)
    assert (found.questions, found.asking) == (2, 1)
    assert lines("ferry " * 20 + "2024? 12:30").numbered == 0


@given(st.lists(st.text(st.sampled_from("0123456789 /:.h\n$€?_-skrodfn年の渡\u00a0\u0663½\ud800")), max_size=4))
def test_numbers_are_found_as_patterns_find_them(texts: list[str]) -> None:
    found = lines(*texts)
    numbered = [line for text in texts if len(text) < LONG for line in text.split("\n") if re.search(r"\d", line)]
    assert found.numbered == len(numbered)
    assert found.prices == sum(PRICE.search(line) is not None for line in numbered)
    assert found.dates == sum(DATE_LIKE.search(line) is not None for line in numbered)
    assert found.letters == sum(map(read_length, texts))
