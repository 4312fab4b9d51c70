"""How HTML is cut into the units that a reader sees."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from copydesk import read
from copydesk.capture import CaptureError
from copydesk.page.encoding import decode
from copydesk.page.html import check_nesting, cut
from copydesk.page.limits import Limits
from copydesk.page.segments import JOINT, SHAPES, Outline, Shape
from copydesk.page.signs import read_signs

# What a page may be made of, with what is read in a way of its own: names, values and texts that must be escaped,
# content that is not, elements that are not HTML.
TAGS = """
    p div span b strong a br img table tr td th ul ol li dl dt dd h1 h2 h3 pre listing textarea blockquote figcaption
    caption button label em i wbr hr input template noscript dialog datalist select option form title article x-y x-y-z
    svg math foreignObject desc mi annotation-xml frameset body html head embed track keygen font u object center
""".split()
UNREAD = "script style iframe noembed noframes xmp".split()
ATTRIBUTES = [
    "", " hidden", " hidden=''", " class='a b'", " class=\"it's\" id='\"q\"'", " style='display : none'", " aria-hidden=true",
    " href='/a?b=1&c=2'", " class=&lt;b&gt;", " open", " shadowrootmode=open", " title='a > b' data-x='</p>'",
    " class='x&nbsp;y' role=\u3000", " x\"y=1 <z =q", " encoding=text/html", " class='" + "w\u00e9 " * 90 + "'", " id=\x00",
]  # fmt: skip
TEXTS = [
    "word", " two words ", "\n\t ", "&amp;lt;", "&lt;p&gt;", "&nbsp;", "a\u00a0b", "\u00ad", "z\u200bz", "\u2003", "\u3000",
    "\x0b\x0c", "\x1c", "\x85", "日本語。", "naïve café Â", "Дом", "\U0001f600", "&", "<", "\"", "&#0;", "\x00", "e\u0301",
    "a longer run of plain words, more than sixteen bytes of them",
]  # fmt: skip
RAW_TEXTS = ["a < b && c", "<!--", "<!-- <script> x </script> -->", "</p>", "<p>", "-->", "&amp;", "</scripty>", ""]
UNSEEN = frozenset("head script style svg math iframe noembed noframes datalist".split())
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\0"))


def random_markup(chance: random.Random) -> str:
    """Markup of anything in any order, closed or not."""
    pieces: list[str] = []
    for _ in range(chance.randrange(60)):
        tag = chance.choice(TAGS)
        kind = chance.random()
        if kind < 0.4:
            pieces.append(f"<{tag}{chance.choice(ATTRIBUTES)}>")
        elif kind < 0.6:
            pieces.append(f"</{tag}>")
        elif kind < 0.65:
            raw = chance.choice(UNREAD)
            pieces.append(f"<{raw}>{chance.choice(RAW_TEXTS)}</{raw}>")
        elif kind < 0.7:
            pieces.append(
                chance.choice(["<!-- <p>x</p> -->", "<!-->", "<!--->", "<?php echo '<p>' ?>", "<!x>", "</ x>"])
            )
        else:
            pieces.append(chance.choice(TEXTS))
    return "".join(pieces)


def texts_below(node: LexborNode) -> Iterator[str]:
    """The texts that a tree holds, but for what is never text."""
    if node.tag in UNSEEN:
        return
    if node.tag == "-text":
        yield node.text_content or ""
    child = node.template_fragments()[0].child if node.tag == "template" else node.child
    while child is not None:
        yield from texts_below(child)
        child = child.next


def letters(texts: Iterator[str]) -> Counter[str]:
    return Counter("".join("".join(text.translate(INVISIBLE).split()) for text in texts))


def outline(html: str, limits: Limits | None = None) -> Outline:
    return cut(LexborHTMLParser(html), limits or Limits())


def texts(html: str) -> list[str]:
    return [segment.text for segment in outline(html).segments]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>one<p>two", ["one", "two"]),
        ("<div>before<p>inside</p>after</div>", ["before", "inside", "after"]),
        ("<p>one<br><br>two<br>\n<br>three", ["one", "two", "three"]),
        ("<p>line<br>break", ["line\nbreak"]),
        ("<p>in<b>li</b>ne <i>and</i> <a href=x>link</a>.", ["inline and link."]),
        ("<p>soft&shy;hyphen zero&#8203;width non&nbsp;breaking  and\n\tcollapsed", ["softhyphen zerowidth non breaking and collapsed"]),
        ("<ul><li>one<ul><li>two</ul><li>three</ul>", ["one", "two", "three"]),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", ["a\tb", "c\td"]),
        ("<a href=1>Home</a><a href=2>News</a>", ["Home News"]),
        ("<p>text<span style='display:none'>hidden</span> goes on", ["hidden", "text goes on"]),
        ("<script>no</script><style>no</style><p>yes", ["yes"]),
        ("<pre>a\n  b</pre>", ["a\n  b"]),
        ("<my-card><my-text>one</my-text><my-text>two</my-text></my-card>", ["one", "two"]),
    ],
)  # fmt: skip
def test_text_is_cut_where_a_browser_starts_a_new_line_box(html: str, expected: list[str]) -> None:
    assert texts(html) == expected


def test_a_layout_table_cell_with_running_text_stands_alone() -> None:
    long = "word " * 80
    assert texts(f"<table><tr><td>menu<td>{long}</table>") == ["menu", long.strip()]
    assert texts(f"<table><tr><td>menu<td><td>{long}<td> </table>") == ["menu", long.strip()]


@pytest.mark.parametrize(
    "html",
    ["<p hidden>x", "<div aria-hidden=true>x", "<body><template><p>x</template>", "<body><noscript>x</noscript>"],
)
def test_what_a_reader_does_not_see_is_marked_and_kept(html: str) -> None:
    (segment,) = outline(html).segments
    assert segment.text == "x"
    assert segment.hidden


def test_shapes_and_levels_follow_the_markup() -> None:
    html = "<h3>h</h3><blockquote><p>q</p></blockquote><ol><li>a<ol><li>b</ol></ol><figure><figcaption>c</figcaption></figure>"
    found = [(segment.shape, segment.level) for segment in outline(html).segments]
    assert found == [
        (Shape.HEADING, 3), (Shape.QUOTE, 0), (Shape.LIST_ITEM, 1), (Shape.LIST_ITEM, 2), (Shape.CAPTION, 0)
    ]  # fmt: skip


def test_links_keep_their_place_and_address() -> None:
    (segment,) = outline("<p>see  <a href='/a'>the <b>report</b></a> now").segments
    ((start, end, href),) = segment.links
    assert (segment.text[start:end].strip(), href) == ("the report", "/a")


def test_links_have_their_places_in_the_text_of_the_page() -> None:
    found = outline("<p>naïve<p>the <a href=/a>café</a><div>日本<a href=/b>語</a> and <a href=/c>more</a></div>")
    text = JOINT.join(found.texts())
    links = [link for segment in found.segments for link in segment.links]
    assert [(text[link.start : link.end].strip(), link.href) for link in links] == [
        ("café", "/a"), ("語", "/b"), ("more", "/c")
    ]  # fmt: skip


def test_a_link_that_is_never_closed_is_none() -> None:
    body = "".join(f"<p>Paragraph {n} of a text that goes on.</p>" for n in range(6))
    assert not any(segment.links for segment in outline(f"<a href=/home>{body}").segments)
    closed = outline(f"<a href=/home>Home</a>{body}").segments
    assert [segment.link_chars for segment in closed] == [4] + [0] * 6


def test_paths_count_like_siblings() -> None:
    found = outline("<body><div>a</div><div><p>b<p>c</div>")
    assert found.paths() == ["/html/body/div", "/html/body/div[2]/p", "/html/body/div[2]/p[2]"]
    many = outline("<body>" + "<p>a<section><p>b</p></section>" * 120).paths()
    assert many == [
        path
        for n in ("", *(f"[{n}]" for n in range(2, 121)))
        for path in (f"/html/body/p{n}", f"/html/body/section{n}/p")
    ]


def test_paths_are_the_same_whether_found_with_the_signs_or_asked_for() -> None:
    html = "<body><div><p>a<p>b</div><main><x-é><section><p>c</section>d</x-é><x-é>e</x-é><x-語😀>f</x-語😀></main>"
    asked, found = outline(html), outline(html)
    read_signs(found)
    paths = ["div/p", "div/p[2]", "main/x-é/section/p", "main/x-é", "main/x-é[2]", "main/x-語😀"]
    assert found.paths() == asked.paths() == [f"/html/body/{path}" for path in paths]


def test_paths_that_would_fill_the_memory_are_refused() -> None:
    name = "x-" + "y" * 40
    html = f"<{name}>" * 1_900 + "".join(f"<p>{n}" for n in range(5_000))
    with pytest.raises(CaptureError) as caught:
        read(html, media_type="text/html")
    assert caught.value.reason == "memory"


def test_markup_nested_too_deep_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(CaptureError, match="nested more than 2,000 deep") as caught:
        check_nesting("<div>" * 100_000, Limits())
    assert caught.value.reason == "too-deep"


def test_stray_end_tags_do_not_hide_nesting() -> None:
    with pytest.raises(CaptureError, match="nested"):
        check_nesting("<div></p>" * 50_000, Limits())


def test_nesting_is_found_in_what_is_utf8_already() -> None:
    html = decode(("<p>é</p>" + "<div>" * 20_000).encode()).source
    with pytest.raises(CaptureError, match="nested"):
        check_nesting(html, Limits())
    check_nesting(html, Limits(depth=20_000))


def test_too_many_blocks_are_refused() -> None:
    with pytest.raises(CaptureError, match="more than 10 blocks"):
        outline("<p>x" * 20, Limits(segments=10))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32).map(random.Random).map(random_markup))
def test_all_text_of_the_tree_is_cut_and_nothing_else(html: str) -> None:
    root = LexborHTMLParser(html).root
    assert root is not None
    assert letters(segment.text for segment in outline(html).segments) == letters(texts_below(root))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32).map(random.Random).map(random_markup))
def test_segments_and_elements_hold_together(html: str) -> None:
    found = outline(html)
    elements = found.elements
    assert len(elements.names) == len(elements.depths) == len(elements.ends) == len(elements)
    assert len(set(zip(elements.tags, elements.namings, strict=True))) == len(elements.tags)
    assert set(elements.names) == set(range(len(elements.tags)))
    for element, (parent, end) in enumerate(zip(elements.parents, elements.ends, strict=True)):
        assert parent < element < end <= len(elements)
        if parent >= 0:
            assert end <= elements.ends[parent]
            assert elements.depths[parent] < elements.depths[element]
    for segment, place in zip(found.segments, found.starts(), strict=True):
        assert segment.text == segment.text.strip() != ""
        assert 0 <= segment.element < len(elements)
        assert 0 <= segment.bold <= len(segment.text)
        assert segment.link_chars == sum(end - start for start, end, _ in segment.links)
        assert all(place <= start < end <= place + len(segment.text) for start, end, _ in segment.links)
        assert (segment.shape is Shape.HEADING) == (elements.tag(segment.element) in ("h1", "h2", "h3"))
    assert found.rows() == Outline(elements, found.segments).rows()


def test_columns_of_elements_are_read_by_numpy_without_a_copy() -> None:
    elements = outline("<body><div>a</div><div><p>b<p>c</div>").elements
    parents = np.asarray(elements.parents)
    assert np.shares_memory(parents, np.frombuffer(elements.parents, np.int32))
    assert parents.tolist() == [-1, 0, 1, 1, 3, 3]
    assert list(elements.ends) == [6, 6, 3, 6, 5, 6]


def test_shapes_have_the_numbers_that_the_kernel_has() -> None:
    assert [shape.name for shape in SHAPES] == ["PARAGRAPH", "HEADING", "LIST_ITEM", "QUOTE", "TABLE", "CAPTION"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>one<script><!--<script></p><p>no</script>--></script>two", ["onetwo"]),
        ("<p>one<script><!--></script>two", ["onetwo"]),
        ("<p>one<script>a < b; '</scripty>' </SCRIPT>two", ["onetwo"]),
        ("<p>one<script><!--<script>never closed <p>two", ["one"]),
        ("<p>one<style>a::before { content: '<p>' }</style>two", ["onetwo"]),
        ("<p>one<iframe><p>no</iframe>two", ["onetwo"]),
        ("<xmp>a <b>c</b> &amp;</xmp>d", ["a <b>c</b> &amp;", "d"]),
        ("<p>one<plaintext></plaintext><p>&amp;", ["one", "</plaintext><p>&amp;"]),
        ("<p>one<!-- </p> -- > <p> -->two<!-->three<!--->four", ["onetwothreefour"]),
        ("<p>one<?php echo '</p>' ?>two", ["one' ?>two"]),
        ("<p>a<svg><title></p></svg>b", ["ab"]),
        ("<p>a<svg><style>&lt;!-- no --&gt;</style><g><svg></svg>no</g></svg>b", ["ab"]),
        ("<p>a<svg><style><!-- </style></svg> --></style>no</svg>b", ["ab"]),
        ("<p>a<svg><foreignObject><div>no<br><script>'</svg>'</script><svg>no</svg></div></foreignObject>no</svg>b", ["ab"]),
        ("<p>a<math><annotation-xml encoding=text/html><p>no<xmp></math></xmp></annotation-xml>no</math>b", ["ab"]),
        ("<p>a<math><annotation-xml><mi>no<img>no</mi></annotation-xml><style>no</style></math>b", ["ab"]),
        ("<p>a<datalist><option>no<datalist>no</datalist>no</datalist>b", ["ab"]),
        ("<template><p>a<template>b<p>c</template></template><p>d", ["d"]),
        ("<body><template><p>a<template>b<p>c</template></template><p>d", ["b", "c", "a", "d"]),
        ("<p>&amp;lt; &lt;p&gt; &quot; &amp;nbsp; x&nbsp;&nbsp;y", ['&lt; <p> " &nbsp; x y']),
        ("<p>a\u2003b\u1680\u3000c\x85\x1cd\u2028e\u200cf\u200dg", ["a b c d e\u200cf\u200dg"]),
        ("<p>\u200b a\u00ad\ufeffb \u2060c\u200b<b>\u200b</b>d", ["ab c d"]),
        ("<p>Привет,  мир<b> и\nдругие</b>日本\u3000語\U0001f600 .", ["Привет, мир и другие日本 語\U0001f600 ."]),
        ("<pre>\n\n a\n\n\u00ad<b>b&lt;</b><br> c </pre>", ["a\n\nb<\n c"]),
        ("<p title='a > b' x\"y=\"1\" <z =q= r=>text", ["text"]),
        ("<p>a<x<y>b</x<y><é>c", ["ab<é>c"]),
        ("<table><tr><td>a<td>\u200b<td><pre>\t</pre><td>b</table>", ["a", "b"]),
    ],
)  # fmt: skip
def test_markup_is_read_back_as_the_parser_meant_it(html: str, expected: list[str]) -> None:
    assert texts(html) == expected


def test_names_of_elements_are_what_stands_in_their_attributes() -> None:
    html = (
        "<html lang=de class='r \"q\"'><body id=b class='x &amp; &lt;y&gt;&nbsp;z' role=main>"
        "<div class='' ID='d' data-testid=t title=no></div><div class=d data-testid=t></div><div class='d t'></div>"
        f"<p class='{'é' * 300}'></p><p class='{'é' * 200}'></p><p class='{'é' * 199}' id=xyz></p><my-a itemprop=i>"
    )
    elements = outline(html).elements
    assert list(zip(elements.tags, elements.namings, strict=True)) == [
        ("html", 'r "q"'), ("body", "b x & <y>\u00a0z main"), ("div", "d t"), ("p", "é" * 200), ("p", "é" * 199 + " "),
        ("my-a", "i"),
    ]  # fmt: skip
    assert list(elements.names) == [0, 1, 2, 2, 2, 3, 3, 4, 5]


def test_thousands_of_names_are_told_apart() -> None:
    html = "".join(f"<p class=c{n}>x</p>" for n in [*range(5_000), *range(5_000)])
    elements = outline(html).elements
    assert elements.namings[2:] == [f"c{n}" for n in range(5_000)]
    assert list(elements.names[2:]) == [*range(2, 5_002)] * 2


@pytest.mark.parametrize(
    ("attributes", "hidden"),
    [
        ("style='color: red; DISPLAY\u2003:\n NONE'", True),
        ("style='visibility:hidden'", True),
        ("style='v\u0131\u017fib\u0130lity: h\u0131dden'", True),
        ("style='display: non'", False),
        ("style='display&nbsp;:&#10;none'", True),
        (f"style='{'é' * 488}display:none'", True),
        (f"style='{'é' * 489}display:none'", False),
        ("aria-hidden=True", False),
        ("aria-hidden=true", True),
        ("hidden=until-found", True),
        ("data-hidden", False),
    ],
)
def test_elements_are_hidden_by_their_attributes(attributes: str, hidden: bool) -> None:
    assert [segment.hidden for segment in outline(f"<p {attributes}>x").segments] == [hidden]


def test_hidden_text_in_a_sentence_leaves_links_and_bold_text_around_it_whole() -> None:
    html = "<div><a href=/a>one <b>two <span hidden>no <span><object><p>more</p></object></span></span> three</b></a></div>"
    *inner, outer = outline(html).segments
    assert [(segment.text, segment.hidden, segment.links) for segment in inner] == [
        ("no", True, ()), ("more", True, ())
    ]  # fmt: skip
    place = len(JOINT.join(["no", "more", ""]))
    links = ((place, place + 13, "/a"),)
    assert (outer.text, outer.hidden, outer.links, outer.bold) == ("one two three", False, links, 10)


def test_links_and_bold_text_are_divided_among_the_cells_of_a_layout_table() -> None:
    words = "word " * 60
    first, second = outline(
        f"<table><tr><td><a href=/a>é one <b>{words}</b></a><td><a href=/b>two</a></table>"
    ).segments
    assert (first.links, first.link_chars) == (((0, len(first.text), "/a"),), len(first.text))
    place = len(first.text) + len(JOINT)
    assert (second.text, second.links) == ("two", ((place, place + 3, "/b"),))
    assert first.shape is second.shape is Shape.PARAGRAPH


@pytest.mark.parametrize(
    ("html", "limits", "reason"),
    [
        ("<p>" + "<span>" * 3 + "x", Limits(depth=5), "too-deep"),
        ("<p>" + "<span>" * 3 + "x", Limits(depth=6), None),
        ("<p>" + "<span>" * 3, Limits(depth=5), None),
        ("<p><svg>" + "<g>" * 9 + "x", Limits(depth=5), None),
        ("<p>" + "<i>x</i>" * 3, Limits(elements=5), "too-many-elements"),
        ("<p>" + "<i>x</i>" * 3, Limits(elements=6), None),
        ("<p>x<p>y", Limits(segments=1), "too-many-blocks"),
        ("<p>x<p>y", Limits(segments=2), None),
        ("<p>x", Limits(2**60, 2**60, 2**60, 2**60), None),
    ],
)
def test_a_limit_is_what_a_page_may_have_at_most(html: str, limits: Limits, reason: str | None) -> None:
    if reason is None:
        outline(html, limits)
        return
    with pytest.raises(CaptureError) as caught:
        outline(html, limits)
    assert caught.value.reason == reason


def on_a_small_stack(work: Callable[[], object]) -> None:
    before = threading.stack_size(512 * 1024)
    try:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(work).result()
    finally:
        threading.stack_size(before)


def test_nested_templates_do_not_exhaust_the_stack() -> None:
    with pytest.raises(CaptureError) as caught:
        on_a_small_stack(lambda: outline("<body>" + "<template>" * 19_000))
    assert caught.value.reason == "too-deep"
    on_a_small_stack(lambda: outline("<head>" + "<template>" * 1_900))


def test_templates_are_counted_where_a_page_is_utf8() -> None:
    with pytest.raises(CaptureError, match="nested more than 2,000 deep"):
        on_a_small_stack(lambda: read(b"<body>" + b"<TEMPLATE>" * 9_000, limits=Limits(depth=20_000)))
    on_a_small_stack(lambda: read(b"<body>" + b"<template>" * 1_900))


def test_a_page_whose_open_elements_are_repeated_without_end_is_refused() -> None:
    html = f"<p><a href='{'h' * 10_000}'>x</p>" + "<p>y</p>" * 500
    assert len(outline(html).segments) == 501
    with pytest.raises(CaptureError) as caught:
        outline(html, Limits(payload_bytes=500_000))
    assert caught.value.reason == "too-large"
