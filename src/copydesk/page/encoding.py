"""From bytes to characters, the way a browser decides: byte order mark, HTTP header, `<meta>`, then detection."""

import codecs
import re
import zlib
from dataclasses import dataclass
from typing import Final, NamedTuple

from copydesk.capture import CaptureError
from copydesk.kernel import kernel

BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Labels that mean more on the web than they say (WHATWG Encoding Standard, section 4.2).
WEB_NAMES: Final = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "johab": "cp949",
    "big5": "big5hkscs", "utf-16": "utf-16-le", "utf-7": "utf-8",
}  # fmt: skip
CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
META_CHARSET: Final = re.compile(
    rb"<(?:meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)|\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+))",
    re.IGNORECASE,
)
META_WITHIN: Final = 16_384
"""Bytes searched for a `<meta>` charset: the standard says 1,024, and many pages put it later."""
DETECT_ON: Final = 65_536
"""Bytes given to the detector: enough for a sure answer, and a bound on its time."""
BROKEN_SHARE: Final = 0.01
"""Share of undecodable characters up to which a declared encoding is believed."""


LONGEST_CHARACTER: Final = 4
"""Bytes of a character in UTF-8 at most."""


class Utf8(NamedTuple):
    """A text in UTF-8, with the number of tags in it, and how many of these begin a template."""

    data: bytes
    tags: int
    templates: int


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was decoded by, how that was found, and how many characters could not be decoded.

    `source` are its characters, or the payload where it is UTF-8 already: a parser reads that as it is.
    """

    source: str | Utf8
    encoding: str
    method: str
    broken: int = 0

    @property
    def text(self) -> str:
        """The characters."""
        return self.source if isinstance(self.source, str) else self.source.data.decode()

    def beginning(self, count: int) -> str:
        """The first characters, so many of them."""
        if isinstance(self.source, str):
            return self.source[:count]
        return self.source.data[: LONGEST_CHARACTER * count].decode("utf-8", "ignore")[:count]


def decompress(payload: bytes, limit: int) -> bytes:
    """The payload, without gzip compression if it has it. Raises CaptureError if it is damaged or too large."""
    if payload[:2] != b"\x1f\x8b":
        return payload
    stream = zlib.decompressobj(wbits=31)
    try:
        data = stream.decompress(payload, limit + 1)
    except zlib.error as error:
        raise CaptureError("damaged-gzip", f"the gzip compression is damaged: {error}") from error
    if len(data) > limit:
        raise CaptureError("too-large", f"the page has more than {limit:,} bytes when decompressed")
    return data


def _codec(label: str | None) -> str | None:
    """Python's name for what a label means on the web; None for one that nobody knows."""
    if not label:
        return None
    label = label.strip().lower()
    if label.startswith("x-"):
        label = {"x-sjis": "shift_jis", "x-gbk": "gbk", "x-mac-cyrillic": "mac-cyrillic"}.get(label, label[2:])
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    # Codecs between bytes and bytes ("hex", "zlib") are no character encodings.
    return WEB_NAMES.get(info.name, info.name) if info._is_text_encoding else None


def _declared(payload: bytes, media_type: str | None) -> list[tuple[str, str]]:
    found = []
    header = CHARSET.search(media_type or "")
    meta = META_CHARSET.search(payload, 0, META_WITHIN)
    meta_label = (meta.group(1) or meta.group(2)).decode("ascii", "replace") if meta else None
    for label, method in ((header.group(1) if header else None, "header"), (meta_label, "meta")):
        name = _codec(label)
        if name:
            # A page whose own bytes spell "<meta" is no UTF-16, whatever it says.
            found.append(("utf-8" if name.startswith("utf-16") and method == "meta" else name, method))
    return found


def _detected(payload: bytes) -> str | None:
    from charset_normalizer import from_bytes  # it loads slowly, and most pages never need it

    best = from_bytes(payload[:DETECT_ON]).best()
    return _codec(best.encoding) if best else None


def decode(payload: bytes, media_type: str | None = None) -> Decoded:
    """Decode bytes. Never raises: what no encoding explains is decoded by the likeliest one, with U+FFFD for the rest.

    Bytes that are valid UTF-8 beyond ASCII are UTF-8 whatever is declared: other text is valid UTF-8 by chance almost
    never. A declared encoding that leaves too much undecoded gives way to detection.
    """
    for mark, name in BYTE_ORDER_MARKS:
        if payload.startswith(mark):
            return _finish(payload[len(mark) :], name, "bom")
    declared = _declared(payload, media_type)
    if (source := _as_utf8(payload)) is not None:
        utf16 = next((name for name, _ in declared if name.startswith(("utf-16", "utf-32"))), None)
        method = next((method for name, method in declared if name == "utf-8"), "detected")
        found = Decoded(source, "utf-8", method)
        if not (utf16 and "\0" in found.beginning(100)):
            return found
    tries = [_finish(payload, name, method) for name, method in declared]
    good = next((found for found in tries if found.broken <= BROKEN_SHARE * len(found.text)), None)
    if good:
        return good
    guess = _detected(payload)
    tries.append(_finish(payload, guess or "cp1252", "detected"))
    return min(tries, key=lambda found: found.broken)


def _as_utf8(payload: bytes) -> Utf8 | None:
    """The payload as UTF-8, if it is that."""
    one = kernel()
    one.begin()
    valid, tags, templates, *_ = one.run("look_over", one.put(payload), len(payload))
    return Utf8(payload, tags, templates) if valid else None


def _finish(payload: bytes, name: str, method: str) -> Decoded:
    text = payload.decode(name, "replace")
    return Decoded(text, name, method, text.count("\ufffd"))
