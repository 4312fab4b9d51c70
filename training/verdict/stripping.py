"""The text of a page as a tool that strips markup leaves it: a line for each block."""

from html.parser import HTMLParser
from typing import Final

BLOCKS: Final = (
    "address article aside blockquote body br button center dd dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr li main menu nav ol p pre section table td th title tr ul"
)
BLOCK_TAGS: Final = frozenset(BLOCKS.split())


class Stripper(HTMLParser):
    """The text of a page, a line for each block, as a tool that strips markup leaves it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [""]
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at a block; leave out what a script or a style holds."""
        if tag in ("script", "style", "svg", "title"):
            self.hidden += 1
        if tag in BLOCK_TAGS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        """End the line of a block."""
        if tag in ("script", "style", "svg", "title"):
            self.hidden = max(0, self.hidden - 1)
        if tag in BLOCK_TAGS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        """Add visible text to the line."""
        if not self.hidden:
            self.lines[-1] += data


def as_text(number: int, kind: str) -> bool:
    """Whether the page of that number is learned from as text: every fourth that has one."""
    return number % 4 == 3 and kind != "empty"


def stripped(page: str) -> str:
    """The text of a page without its markup."""
    parser = Stripper()
    parser.feed(page)
    lines = (" ".join(line.split()) for line in parser.lines)
    return "\n".join(line for line in lines if line) + "\n"
