"""URLs: absolute, normalised, and free of what only traces the reader."""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit

MAX_URL: Final = 2_000
_TRACKING: Final = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_[ce]id|ref_src|ref_url|cmpid|cmp|"
    r"ocid|ncid|ito|s_cid|icid|smid|xtor|at_\w+|wt_\w+|_ga|_gl|amp|outputtype)$",
    re.IGNORECASE,
)
_NORMAL: Final = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[A-Za-z0-9/%:@!$&'()*+,;=~._-]*(?:\?(?P<query>[!-\"$-~]+))?"
)
"""Most addresses as pages write them: what `normalise` would not change, but for the parameters."""
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}


@lru_cache(maxsize=1024)
def normalise(url: str, base: str | None = None) -> str | None:
    """An absolute `http(s)` URL in one spelling, or None where `url` is none.

    Scheme and host are lower case, default ports, fragments and tracking parameters go, a path is never empty.
    The order of parameters is kept: some servers answer by it.
    """
    if len(url) <= MAX_URL and (normal := _NORMAL.fullmatch(url)) and not _traces(normal["query"] or ""):
        return url
    try:
        parts = urlsplit(url.strip()[:MAX_URL])
        if not (parts.scheme and parts.netloc):
            parts = urlsplit(urljoin(base or "", url.strip()[:MAX_URL]))
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "." not in host or " " in host:
        return None
    port = "" if port == _DEFAULT_PORTS[parts.scheme] else port
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return SplitResult(parts.scheme, host.rstrip(".") + port, path, _clean_query(parts.query), "").geturl()


def _traces(query: str) -> bool:
    """Whether a query may have parameters that go; one with escaped names or empty parts is left to a closer look."""
    parameters = query.split("&") if query else ()
    return any(
        not each or "%" in (name := each.partition("=")[0]) or "+" in name or _TRACKING.match(name)
        for each in parameters
    )


def _clean_query(query: str) -> str:
    if not query:
        return ""
    kept = [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if not _TRACKING.match(key)]
    return query if len(kept) == query.count("&") + 1 else urlencode(kept)


def same_page(one: str, other: str) -> bool:
    """Whether two URLs lead to one page, whatever their scheme, `www.`, query and trailing slash."""
    first, second = _identity(one), _identity(other)
    return first is not None and first == second


def _identity(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url.strip()[:MAX_URL])
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    return ((parts.hostname or "").removeprefix("www."), path) if path else None


def domain_words(url: str | None) -> str:
    """The letters of a URL's host name without `www` and the top-level domain: what an outlet's name may look like."""
    try:
        host = (urlsplit(url).hostname if url else None) or ""
    except ValueError:
        return ""
    labels = [label for label in host.split(".") if label not in ("www", "m", "amp", "edition", "news")]
    return max(labels[:-1], key=len, default="").replace("-", "").casefold()


_SOLD_AS_WORDS: Final = frozenset({"ai", "app", "cc", "co", "eu", "fm", "gg", "io", "ly", "me", "so", "to", "tv", "ws"})
"""Top-level domains of countries, and of none, that sites take for their sound."""


def country_of(url: str | None) -> str | None:
    """The country in which a URL's site is at home, as its top-level domain says; None where it says none."""
    try:
        host = (urlsplit(url).hostname if url else None) or ""
    except ValueError:
        return None
    last = host.rpartition(".")[2]
    return last.upper() if len(last) == 2 and last.isalpha() and last not in _SOLD_AS_WORDS else None


_YEAR: Final = re.compile(r"(?:19|20)\d\d[/_01-]")
"""The year of a date in a path, and what follows it: looking for that costs a tenth of all that is done with a URL."""
_DATE_IN_PATH: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_-](0?[1-9]|1[0-2])[/_-](0?[1-9]|[12]\d|3[01])(?!\d)|"
    r"(?<!\d)(20\d\d)/?(0[1-9]|1[0-2])/?(0[1-9]|[12]\d|3[01])(?!\d)|"
    r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])/(?!(?:0?[1-9]|[12]\d|3[01])(?!\d))|"
    r"/(20\d\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}/(0?[1-9]|[12]\d|3[01])(?!\d)",
    re.IGNORECASE,
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def date_in_url(url: str) -> str | None:
    """The date that a URL's path carries, as `2024-05-03` or `2024-05`; None where it carries none."""
    if url.isprintable() and not _YEAR.search(url):  # tabs and the ends of lines are dropped below
        return None
    try:
        path = urlsplit(url[:MAX_URL]).path
    except ValueError:
        return None
    if (found := _DATE_IN_PATH.search(path)) is None:
        return None
    year, month, day = found.group(1, 2, 3) if found.group(1) else found.group(4, 5, 6)
    if found[9]:
        year, month, day = found[9], str(_MONTHS.index(found[10].lower()) + 1), found[11]
    if year:
        return f"{year}-{int(month):02}-{int(day):02}"
    return f"{found.group(7)}-{int(found.group(8)):02}"
