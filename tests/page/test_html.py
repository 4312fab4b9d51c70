"""How HTML is cut into the units that a reader sees."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from copydesk.capture import CaptureError
from copydesk.page.html import check_nesting, cut
from copydesk.page.limits import Limits
from copydesk.page.segments import Outline, Shape


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


def test_a_link_that_is_never_closed_is_none() -> None:
    body = "".join(f"<p>Paragraph {n} of a text that goes on.</p>" for n in range(6))
    assert not any(segment.links for segment in outline(f"<a href=/home>{body}").segments)
    closed = outline(f"<a href=/home>Home</a>{body}").segments
    assert [segment.link_chars for segment in closed] == [4] + [0] * 6


def test_paths_count_like_siblings() -> None:
    found = outline("<body><div>a</div><div><p>b<p>c</div>")
    assert found.paths() == ["/html/body/div", "/html/body/div[2]/p", "/html/body/div[2]/p[2]"]


def test_markup_nested_too_deep_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(CaptureError, match="nested more than 2,000 deep") as caught:
        check_nesting("<div>" * 100_000, Limits())
    assert caught.value.reason == "too-deep"


def test_stray_end_tags_do_not_hide_nesting() -> None:
    with pytest.raises(CaptureError, match="nested"):
        check_nesting("<div></p>" * 50_000, Limits())


def test_too_many_blocks_are_refused() -> None:
    with pytest.raises(CaptureError, match="more than 10 blocks"):
        outline("<p>x" * 20, Limits(segments=10))
