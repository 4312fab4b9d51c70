"""Feeds: entries with full content are captures."""

import json
from pathlib import Path

import pytest

from copydesk.capture import Capture
from copydesk.intake import Failure, captures

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour Post</title><language>en</language>
<item><title>Ferry leaves</title><link>https://example.org/1</link><dc:creator>Ada Quill</dc:creator>
<pubDate>Tue, 02 Jan 2024 03:04:05 +0100</pubDate><category>ferries</category>
<content:encoded><![CDATA[<p>The ferry left.</p>]]></content:encoded></item>
<item><title>Teaser</title><link>https://example.org/2</link><description>Read more</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Harbour Post</title>
<entry><title>Ferry leaves</title><link rel="self" href="https://example.org/self"/><link href="https://example.org/1"/>
<author><name>Ada Quill</name></author><published>2024-01-02T03:04:05+01:00</published>
<content type="html">&lt;p&gt;The ferry left.&lt;/p&gt;</content></entry>
<entry><title>Two</title><link href="https://example.org/2"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The ferry left.</p></div></content></entry>
<entry><title>Three</title><link href="https://example.org/3"/><content>The ferry left.</content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour Post</title></channel>
<item><title>Ferry</title><link>https://example.org/1</link>
<content:encoded>&lt;p&gt;The ferry left.&lt;/p&gt;</content:encoded></item></rdf:RDF>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1", "title": "Harbour Post", "language": "en",
    "items": [
        {"id": "1", "url": "https://example.org/1", "title": "Ferry", "content_html": "<p>The ferry left.</p>",
         "date_published": "2024-01-02T03:04:05Z", "authors": [{"name": "Ada Quill"}], "tags": ["ferries"]},
        {"id": "2", "url": "https://example.org/2", "content_text": "The ferry left."},
        {"id": "3", "url": "https://example.org/3", "summary": "It left"},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("feed", "read", "failed"),
    [(RSS, 1, 1), (ATOM, 3, 0), (RDF, 1, 0), (json.dumps(JSON), 2, 1)],
    ids=["rss", "atom", "rdf", "json"],
)
def test_entries_with_content_are_captures_and_others_failures(
    tmp_path: Path, feed: str, read: int, failed: int
) -> None:
    (tmp_path / "feed").write_text(feed, "utf-8")
    found = list(captures(tmp_path / "feed"))
    pages = [item for item in found if isinstance(item, Capture)]
    assert [item.url for item in found] == [f"https://example.org/{number + 1}" for number in range(read + failed)]
    assert len(pages) == read
    for page in pages:
        assert "<p>The ferry left.</p>" in str(page.payload)
        assert '<meta property="og:site_name" content="Harbour Post">' in str(page.payload)
    assert [item.reason for item in found if isinstance(item, Failure)] == ["no-content"] * failed


@pytest.mark.parametrize("feed", [RSS, ATOM, json.dumps(JSON)], ids=["rss", "atom", "json"])
def test_what_a_feed_says_of_an_entry(tmp_path: Path, feed: str) -> None:
    (tmp_path / "feed").write_text(feed, "utf-8")
    first = next(captures(tmp_path / "feed"))
    assert isinstance(first, Capture)
    page = str(first.payload)
    assert '<html lang="en">' in page
    assert '<meta name="author" content="Ada Quill">' in page
    assert '<meta property="article:published_time" content="2024-01-02T03:04:05' in page


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        ("<rss><channel><item>", "broken-file"),
        ('<!DOCTYPE rss [<!ENTITY a "aaaa">]><rss><channel/></rss>', "unsafe-xml"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [', "broken-file"),
        ('{"version": "https://jsonfeed.org/version/1", "items": {"a": 1}}', "broken-file"),
    ],
)
def test_broken_and_unsafe_feeds_are_failures(tmp_path: Path, feed: str, reason: str) -> None:
    (tmp_path / "feed").write_text(feed, "utf-8")
    assert [getattr(item, "reason", None) for item in captures(tmp_path / "feed")] == [reason]
