"""copydesk and its peers behind one call: HTML in, the lines of the main content out."""

from collections.abc import Callable

Reader = Callable[[bytes], list[str]]


def copydesk_reader() -> Reader:
    import copydesk

    def extract(html: bytes) -> list[str]:
        return [block.text for block in copydesk.read(html, media_type="text/html").body]

    return extract


def trafilatura_reader() -> Reader:
    import trafilatura

    def extract(html: bytes) -> list[str]:
        found = trafilatura.bare_extraction(html, with_metadata=True, include_comments=False)
        return (found.text or "").split("\n") if found else []

    return extract


def resiliparse_reader() -> Reader:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    def extract(html: bytes) -> list[str]:
        tree = HTMLTree.parse_from_bytes(html, detect_encoding(html))
        return str(extract_plain_text(tree, main_content=True, alt_texts=False)).split("\n")

    return extract


def readability_reader() -> Reader:
    import lxml.html
    from readability import Document

    def extract(html: bytes) -> list[str]:
        summary = Document(html.decode("utf-8", "replace")).summary()
        tree = lxml.html.fromstring(summary)
        blocks = tree.xpath("//p|//li|//h1|//h2|//h3|//h4|//blockquote[not(.//p)]|//pre|//td[not(.//p)]")
        return [str(block.text_content()) for block in blocks] or [str(tree.text_content())]

    return extract


def newspaper_reader() -> Reader:
    import newspaper

    def extract(html: bytes) -> list[str]:
        article = newspaper.Article(url="http://example.org/", language="en")
        article.download(input_html=html.decode("utf-8", "replace"))
        article.parse()
        return str(article.text).split("\n")

    return extract


def rs_trafilatura_reader() -> Reader:
    import rs_trafilatura

    def extract(html: bytes) -> list[str]:
        found = rs_trafilatura.extract(html.decode("utf-8", "replace"))
        return str(getattr(found, "main_content", None) or getattr(found, "content_text", None) or "").split("\n")

    return extract


READERS: dict[str, Callable[[], Reader]] = {
    "copydesk": copydesk_reader,
    "trafilatura": trafilatura_reader,
    "resiliparse": resiliparse_reader,
    "readability-lxml": readability_reader,
    "newspaper4k": newspaper_reader,
    "rs-trafilatura": rs_trafilatura_reader,
}
