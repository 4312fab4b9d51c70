"""URLs in one spelling, and the dates in them."""

import pytest

from copydesk.page.metadata.urls import country_of, date_in_url, domain_words, normalise, same_page


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTP://Harbour.example:80", "http://harbour.example/"),
        ("https://harbour.example/a b", "https://harbour.example/a%20b"),
        ("https://harbour.example/a?b=1&utm_medium=x#c", "https://harbour.example/a?b=1"),
        ("https://harbour.example/a?b=%20x", "https://harbour.example/a?b=%20x"),
        ("javascript:void(0)", None),
        ("https://[bad", None),
        ("/relative", None),
    ],
)
def test_normalise(url: str, normal: str | None) -> None:
    assert normalise(url) == normal


def test_relative_urls_have_a_base() -> None:
    assert normalise("../b", "https://harbour.example/x/y/z") == "https://harbour.example/x/b"


def test_same_page() -> None:
    assert same_page("https://www.harbour.example/a/?x=1", "http://harbour.example/a")
    assert not same_page("https://harbour.example/", "https://harbour.example/")


@pytest.mark.parametrize(
    ("path", "date"),
    [("/2026/03/09/a", "2026-03-09"), ("/a-2026-3-9.html", "2026-03-09"), ("/20260309/a", "2026-03-09"),
     ("/2026/03/a", "2026-03"), ("/a/1234567890", None), ("/2026/13/40/", None),
     ("/2026/mar/09/a", "2026-03-09"), ("/2026/March/9/a", "2026-03-09")],
)  # fmt: skip
def test_date_in_url(path: str, date: str | None) -> None:
    assert date_in_url(f"https://harbour.example{path}") == date


def test_domain_words() -> None:
    assert domain_words("https://www.harbour-post.example/a") == "harbourpost"
    assert domain_words(None) == ""


def test_the_country_of_a_site() -> None:
    assert country_of("https://www.harbour.co.uk/a") == "UK"
    assert country_of("https://harbour.io/a") is None
    assert country_of("https://harbour.example/a") is None
    assert country_of(None) is None
