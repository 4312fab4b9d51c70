"""Write training pages for the page kinds that public data lack: errors, walls, empty shells, galleries, live blogs.

Short news items on the same invented sites stand beside them, so that what such a site looks like says nothing.

The pages are made from books: invented phrases (`phrases/`) and skeletons of markup (`skeletons/`), combined
independently of each other, so that a wording does not go with a class name. No two books share a skeleton, and few a
sentence that says what a page is. The same book gives the same pages every time.

    python -m training.verdict.make_pages FOLDER --book first

writes FOLDER/KIND/NAME.html and, for every fourth page that has a text, NAME.txt: the same text as a tool that
strips markup would have left it.
"""

import argparse
import html
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from string import Template
from typing import Any, Final

from training.verdict.books import BOOKS, Material, escaped, load
from training.verdict.stripping import as_text, stripped

WALLS: Final = ("consent", "login", "paywall", "region", "bot")
COUNTS: Final = {"error": 150, "wall": 200, "empty": 50, "gallery": 24, "live-blog": 30, "article": 320}
RIGHT_TO_LEFT: Final = {"ar", "fa", "he"}
CUT: Final = ("", "", "", "…", "...", " […]")
"""How a text that breaks off ends."""
BUTTONS: Final = (
    '<a class="button" href="#">{}</a>', '<button type="button">{}</button>', '<p><a href="#">{}</a></p>',
    '<div class="cta"><a href="#"><span>{}</span></a></div>', "<li><a href=#>{}</a></li>",
)  # fmt: skip
ABOVE: Final = {"bylines": 0.4, "decks": 0.3}
CAPTIONED: Final = 0.25
"""Shares of stories, whole and barred, that have a byline, a deck, a caption."""
SMALL_PRINT: Final = (
    "<p>{}</p>",
    "<small>{}</small><br>",
    '<p class="note">{}</p>',
    "<li>{}</li>",
    "<div><span>{}</span></div>",
)
"""Elements of small print under stories, barriers and offers."""
TOOLS: Final = ("tools", "share-bar", "article__actions", "css-8xk2p1", "links")
BOXES: Final = ("subscribe-box", "promo", "css-1q0wdz", "article__support", "offer", "paywall-free", "inline-box", "")
"""Names of the elements around them."""
SLOT: Final = r"<(\w[\w-]*)([^<>]*)>([^<>$]*)\${}([^<>$]*)</\1>"
"""An element that holds a slot and no other element, to be formatted with the name of the slot."""


class Maker:
    """Makes one page: a language, a style of site and a size, all drawn from one generator."""

    def __init__(self, material: Material, language: str, name: str) -> None:
        self.material = material
        self.rng = random.Random(name)
        self.language = language
        self.words = material.languages[language]
        self.style = self.rng.choice(material.styles)
        self.size = self.rng.choice((1, 1, 2, 3, 6, 6))
        site = self.rng.choice(self.words["sites"])
        self.slots: dict[str, str] = {
            "lang": language,
            "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr",
            "site": site,
            "home": self.words["nav"][0],
            "host": f"www.{self.letters(9)}.example",
            "ray": self.letters(12),
            "year": str(self.rng.randint(2006, 2026)),
            "code": self.rng.choice(("404", "404", "404", "410", "500", "503")),
            "head": "",
            "day": f"{self.day()}.{self.rng.randint(2006, 2026)}",
            "clock": f"{self.rng.randint(0, 23):02d}:{self.rng.randint(0, 59):02d}",
            "stamp": f"2024-0{self.rng.randint(1, 9)}-{self.rng.randint(10, 28)}T{self.rng.randint(10, 23)}:30:00Z",
            "n": str(self.rng.randint(1, 9)),
            "total": str(self.rng.randint(10, 40)),
            "kind": self.rng.choice(("single", "page-default", "default")),
            "href": f"/{self.letters(6)}/",
        }

    def day(self) -> str:
        """A day and a month."""
        return f"{self.rng.randint(1, 28)}.{self.rng.randint(1, 12)}"

    def letters(self, count: int) -> str:
        """A run of hexadecimal digits, as in the names of built files."""
        return "".join(self.rng.choice("0123456789abcdef") for _ in range(count))

    def fill(self, template: str, **slots: str) -> str:
        """A template with its slots filled."""
        return Template(template).safe_substitute({**self.slots, **slots})

    def sample(self, key: str, count: int) -> list[str]:
        """Some phrases of one sort, in a drawn order."""
        phrases: list[str] = list(self.words[key])
        self.rng.shuffle(phrases)
        return phrases[:count]

    def links(self, key: str) -> str:
        """Navigation: a flat list of links, or on large sites a menu with a list of links under each."""
        found: list[str] = []
        for number, text in enumerate(self.sample(key, 3 + 3 * self.size)):
            slots = {"text": text, "href": f"/{self.letters(4)}/", "n": str(number)}
            if key == "nav" and self.size > 3:
                below = (*self.sample("nav", 8), *self.sample("footer", 4))
                inner = "\n".join(self.fill(self.style["link"], **{**slots, "text": word}) for word in below)
                found.append(self.fill(self.style["group"], **slots, items=inner))
            else:
                found.append(self.fill(self.style["link"], **slots))
        return "\n".join(found)

    def stories(self, heading: str | None = None) -> str:
        """A list of other stories, the popular ones where no heading is given."""
        items = [
            self.fill(
                self.style["story"],
                text=text,
                teaser=" ".join(self.sample("teasers", self.rng.randint(1, 3))),
                href=f"/{self.letters(6)}.html",
                n=str(number),
                day=f"{self.day()}.{self.slots['year']}",
            )
            for number, text in enumerate(self.sample("headlines", self.rng.randint(2, 7)))
        ]
        return self.fill(self.style["stories"], heading=heading or self.words["popular"], items="\n".join(items))

    def maybe(self, share: float, make: Callable[[], str]) -> str:
        """What `make` gives, on a share of the pages; else nothing."""
        return make() if self.rng.random() < share else ""

    def part(self, key: str) -> str:
        """A cookie bar, a newsletter form or a search form."""
        return self.fill(self.style[key], text=self.words[key])

    def offer(self) -> str:
        """A newsletter form, or in its place an offer of the site."""
        text = self.rng.choice((self.words["newsletter"], *self.words["offers"]))
        return self.fill(self.style["newsletter"], text=text)

    def extras(self) -> dict[str, str]:
        """The parts that a skeleton may put beside or under its message."""
        return {
            "stories": self.maybe(0.6, self.stories),
            "search": self.maybe(0.5, lambda: self.part("search")),
            "newsletter": self.maybe(0.5, self.offer),
        }

    def site(self, main: str, title: str, kind: str) -> str:
        """The main part within a whole site."""
        parts = [self.maybe(0.5, lambda: self.part("search"))]
        parts.append(self.maybe(0.6, self.stories))
        parts += [self.stories(heading) for heading in self.sample("nav", self.size // 3)]
        parts.append(self.maybe(0.4, self.offer))
        return self.fill(
            self.style["page"],
            title=title,
            main=main,
            kind=self.rng.choice((kind, "single", "page-default")),
            nav=self.links("nav"),
            footer=self.links("footer"),
            aside="\n".join(parts),
            cookie=self.maybe(0.4, lambda: self.part("cookie")),
        )

    def framed(self, main: str, title: str, kind: str, bare: float) -> str:
        """The main part within a site or, on a share of the pages, alone. Where it has no title, the site gives one."""
        name = self.slots["site"]
        if self.rng.random() < bare:
            return self.fill(self.rng.choice(self.material.main["bare"]), title=title or name, main=main)
        shown = self.rng.choice((f"{title} - {name}", f"{title} | {name}", name, title))
        return self.site(main, shown if title else name, kind)

    def head(self, share: float, **data: object) -> None:
        """Put structured data into the head on a share of the pages."""
        name = html.unescape(self.slots["site"])
        if self.rng.random() < share:
            body = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
            self.slots["head"] += f'<script type="application/ld+json">{body}</script>'
        if self.rng.random() < 0.4:
            self.slots["head"] += f'<meta property="og:site_name" content="{html.escape(name)}">'

    def error(self, entry: list[str]) -> str:
        """A soft error page."""
        title, message, hint, way = entry
        if self.rng.random() < 0.2:  # some apologise at length
            others = [text for other in self.sample("errors", 3) if title not in other[1:-1] for text in other[1:-1]]
            hint = " ".join((hint, *others))
        self.head(0.3, **{"@type": "WebSite", "name": html.unescape(self.slots["site"])})
        template = titled(self.rng.choice(self.material.main["error"]), title)
        main = self.fill(template, title=title, message=message, hint=hint, way=way, **self.extras())
        return self.framed(main, title, "error404", 0.25)

    def wall(self, entry: list[str], sort: str) -> str:
        """A wall: consent, login, paywall stub, region block or bot challenge."""
        if sort == "paywall":
            return self.stub(entry)
        title, message = self.barrier(entry[:2], sort)
        yes, no = (*entry[2:], "", "")[:2]
        said = [message]
        if self.rng.random() < 0.2:  # some explain themselves at length
            said += [other[1] for other in self.sample(sort, self.rng.choice((2, 3, 8))) if other[1] != message]
        template, slots = spread(titled(self.rng.choice(self.material.main[sort]), title), said)
        main = self.fill(template, title=title, yes=yes, no=no, **slots, **self.extras())
        stories = self.words.get("paywall")
        if sort == "login" and stories and self.rng.random() < 0.3:
            headline, beginning = self.rng.choice(stories)[:2]
            shown = "".join(f"<p>{text}</p>" for text in self.furnished(self.beginning(beginning)))
            return self.framed(f"<h1>{headline}</h1>{shown}{main}", headline, sort, 0.1)
        return self.framed(main, title, sort, 0.35 if sort == "login" else 0.75)

    def stub(self, entry: list[str]) -> str:
        """The beginning of a story, and a barrier under it."""
        headline, beginning = entry[:2]
        title, message = self.barrier(entry[2:], "paywall")
        self.head(0.6, **{"@type": "NewsArticle", "headline": html.unescape(headline), "isAccessibleForFree": False})
        template = titled(self.rng.choice(self.material.main["paywall"]), title)
        template, shown = spread(template, self.furnished(self.beginning(beginning)))
        labels = self.sample("buttons", self.rng.choice((0, 0, 1, 2, 2, 3)))
        button, small = self.rng.choice(BUTTONS), self.rng.choice(SMALL_PRINT)
        template, below = with_below(template, labels, button, self.terms(), small)
        main = self.fill(template, headline=headline, title=title, yes=message, **shown, **below, **self.extras())
        return self.framed(main + self.ending(), headline, "single", 0.1)

    def barrier(self, own: Sequence[str], sort: str) -> Sequence[str]:
        """The title and the message of a barrier: those of the book, or on half of the pages some that any may use."""
        others = self.words.get(f"{sort} barriers")
        return self.rng.choice(others) if others and self.rng.random() < 0.5 else own

    def furnished(self, paragraphs: Sequence[str]) -> list[str]:
        """Paragraphs with what stands above and between them on some of the pages."""
        found = list(paragraphs)
        for key, share in ABOVE.items():
            if self.rng.random() < share:
                found = [*self.sample(key, 1), *found]
        if self.rng.random() < CAPTIONED:
            place = self.rng.randrange(len(found))
            found[place:place] = self.sample("captions", 1)
        return found

    def ending(self) -> str:
        """What stands behind a story: who wrote it, corrections, sources, rights."""
        form = self.rng.choice(SMALL_PRINT)
        return "".join(
            "\n" + form.format(text) for text in self.sample("endings", self.rng.choice((0, 0, 0, 1, 1, 2, 3)))
        )

    def terms(self) -> list[str]:
        """The small print under some barriers and offers."""
        return self.sample("terms", self.rng.choice((0, 0, 0, 1, 1, 2, 4)))

    def beginning(self, first: str) -> list[str]:
        """The paragraphs of a story that are shown before a barrier: its first, or several; some break off."""
        texts = [first, *self.sample("teasers", self.rng.choice((0, 0, 0, 1, 2, 3, 4)))]
        if first.endswith(("…", "...")):
            texts.reverse()
        elif self.rng.random() < 0.5:
            texts[-1] = broken_off(texts[-1], self.rng.uniform(0.4, 1.0)) + self.rng.choice(CUT)
        return [" ".join(texts)] if self.rng.random() < 0.3 else texts

    def empty(self, message: str) -> str:
        """A page that a script was to fill."""
        self.head(0.3, **{"@type": "WebSite", "name": html.unescape(self.slots["site"])})
        template = self.rng.choice(self.material.main["empty"])
        return self.fill(template, message=message, nav=self.links("nav"), footer=self.links("footer"))

    def article(self, entry: Any) -> str:
        """A short news item: a headline, a date, and a few paragraphs."""
        if isinstance(entry, str):
            headline = entry
            said = [*self.words["teasers"], *(text for _, *posts in self.words.get("lives", ()) for text in posts)]
            self.rng.shuffle(said)
        else:
            headline, *said = entry
        ends = sorted(self.rng.sample(range(1, len(said) + 1), min(self.rng.randint(1, 4), len(said))))
        paragraphs = [" ".join(said[start:end]) for start, end in pairwise((0, *ends))]
        paid = {"isAccessibleForFree": False} if self.rng.random() < 0.3 else {}
        self.head(0.4, **{"@type": "NewsArticle", "headline": html.unescape(headline), **paid})
        main = self.fill(
            self.rng.choice(self.material.main["article"]),
            headline=headline,
            day=f"{self.day()}.{self.slots['year']}",
            items="\n".join(f"<p>{text}</p>" for text in self.furnished(paragraphs))
            + self.ending()
            + self.maybe(0.35, self.tools)
            + self.maybe(0.25, self.box),
            **self.extras(),
        )
        return self.framed(main, headline, "single", 0.35)

    def tools(self) -> str:
        """What a reader may do with a story."""
        form = self.rng.choice(BUTTONS)
        labels = self.sample("more", self.rng.randint(1, 2))
        return f'\n<div class="{self.rng.choice(TOOLS)}">{" ".join(form.format(label) for label in labels)}</div>'

    def box(self) -> str:
        """An offer under a story, which keeps nobody from reading it, often with buttons and small print as a barrier
        has them."""
        form, labels = self.rng.choice(BUTTONS), self.sample("buttons", self.rng.choice((0, 1, 1, 2)))
        offers = "".join(f"<p>{text}</p>" for text in self.sample("offers", self.rng.choice((1, 1, 2))))
        buttons = " ".join(form.format(label) for label in labels)
        small = self.rng.choice(SMALL_PRINT)
        terms = "".join(small.format(text) for text in self.terms())
        return f'\n<div class="{self.rng.choice(BOXES)}">{offers}{buttons}{terms}</div>'

    def gallery(self, entry: list[str]) -> str:
        """A gallery: a headline, an introduction, and pictures with captions."""
        headline, message, *captions = entry
        pictures = [self.rng.choice(captions) for _ in range(self.rng.randint(0, 20))] + captions
        self.rng.shuffle(pictures)
        skeleton = self.rng.choice(self.material.gallery)
        self.head(0.3, **{"@type": "ImageGallery", "headline": html.unescape(headline)})
        items = [
            self.fill(skeleton["item"], text=text, n=str(number), total=str(len(pictures)))
            for number, text in enumerate(pictures, start=1)
        ]
        main = self.fill(skeleton["page"], headline=headline, message=message, items="\n".join(items), **self.extras())
        return self.framed(main, headline, "gallery", 0.2)

    def live(self, entry: list[str]) -> str:
        """A live blog: a headline, and posts with the time of each, the newest first."""
        headline, *posts = entry
        skeleton = self.rng.choice(self.material.live)
        self.head(0.4, **{"@type": "LiveBlogPosting", "headline": html.unescape(headline)})
        extra = [self.rng.choice(posts) for _ in range(self.rng.randint(0, 14))]
        minutes = self.rng.randint(1000, 1380)
        form = self.rng.choice(("{:02d}:{:02d}", "{}.{:02d}", "{:02d}h{:02d}"))
        items: list[str] = []
        for number, text in enumerate(posts + extra):
            clock = form.format(*divmod(minutes, 60))
            stamp = f"{self.slots['year']}-05-0{self.rng.randint(1, 9)}T{minutes // 60:02d}:{minutes % 60:02d}"
            lead, more = self.rng.choice(posts), self.rng.choice(posts)
            items.append(
                self.fill(skeleton["item"], text=text, lead=lead, more=more, clock=clock, stamp=stamp, n=str(number))
            )
            minutes = max(1, minutes - self.rng.randint(2, 45))
        main = self.fill(skeleton["page"], headline=headline, items="\n".join(items), **self.extras())
        return self.framed(main, headline, "live", 0.2)


def titled(template: str, title: str) -> str:
    """A template without the element of its title where there is none: nothing but a barrier would have an empty one."""
    return template if title else re.sub(SLOT.format("title"), "", template)


def broken_off(text: str, share: float) -> str:
    """About that share of an escaped text, to the end of a word where it has several, and no end of a sentence."""
    whole = html.unescape(text)
    cut = int(share * len(whole))
    kept = whole[:cut]
    if not whole[cut : cut + 1].isspace():
        kept = kept.rpartition(" ")[0] or kept
    return str(escaped(kept.rstrip(" .!?。।！？؟۔,;:”»“\"')）")))


def spread(template: str, texts: Sequence[str]) -> tuple[str, dict[str, str]]:
    """A template with its message in several paragraphs, each in an element like the one that holds it, and their
    slots."""
    slots = {f"message{n}": text for n, text in enumerate(texts)}
    names = [f"${{{slot}}}" for slot in slots]
    holder = re.search(SLOT.format("message"), template)
    if holder is None:
        return template.replace("$message", "<br><br>".join(names)), slots
    tag, attributes, before, behind = holder.groups()
    names = [before + names[0], *names[1:]]
    names[-1] += behind
    paragraphs = "\n".join(f"<{tag}{attributes}>{name}</{tag}>" for name in names)
    return template[: holder.start()] + paragraphs + template[holder.end() :], slots


def with_below(
    template: str, labels: Sequence[str], button: str, terms: Sequence[str], small: str
) -> tuple[str, dict[str, str]]:
    """A template with buttons and small print under the message of its barrier, and their slots. Where the message is
    itself the label of a button, and there are others, it becomes a text, and the buttons are like it."""
    if not labels and not terms:
        return template, {}
    element = re.search(SLOT.format("yes"), template)
    place = element or re.search(r"<[^<>]*\$yes[^<>]*>|\$yes", template)
    if place is None:
        return template, {}
    message = place[0]
    if labels and element and element[1].lower() in ("a", "button"):
        message, button = "<p>$yes</p>", f"<{element[1]}{element[2]}>{{}}</{element[1]}>"
    slots = {f"below{n}": text for n, text in enumerate((*labels, *terms))}
    forms = [button] * len(labels) + [small] * len(terms)
    below = " ".join(form.replace("{}", f"${{{slot}}}") for form, slot in zip(forms, slots, strict=True))
    return f"{template[: place.start()]}{message} {below}{template[place.end() :]}", slots


def entries(material: Material, *keys: str) -> list[tuple[str, str, Any]]:
    """All phrase sets of the given sorts: language, sort, phrases."""
    found = [
        (code, key, entry) for code, table in material.languages.items() for key in keys for entry in table.get(key, [])
    ]
    random.Random("order").shuffle(found)
    return found


def repeated(items: list[tuple[str, str, Any]]) -> Iterator[tuple[str, str, Any]]:
    """The items again and again."""
    while True:
        yield from items


def pages(book: str) -> Iterator[tuple[str, str, str]]:
    """Every page of a book: its kind, its name without suffix, and its markup."""
    material = load(book)
    for number, template in enumerate(material.main["server"]):
        name = f"{book}-error-server-{number:02d}"
        yield "error", name, Maker(material, next(iter(material.languages)), name).fill(template)
    sorts: dict[str, tuple[str, ...]] = {
        "error": ("errors",),
        "wall": WALLS,
        "empty": ("empty",),
        "gallery": ("galleries",),
        "live-blog": ("lives",),
        "article": ("headlines", "briefs"),
    }
    for kind, keys in sorts.items():
        drawn = islice(repeated(entries(material, *keys)), COUNTS[kind])
        for number, (language, sort, entry) in enumerate(drawn):
            name = f"{book}-{kind}-{number:03d}-{language}"
            maker = Maker(material, language, name)
            match kind:
                case "error":
                    page = maker.error(entry)
                case "wall":
                    page = maker.wall(entry, sort)
                case "empty":
                    page = maker.empty(entry)
                case "gallery":
                    page = maker.gallery(entry)
                case "live-blog":
                    page = maker.live(entry)
                case _:
                    page = maker.article(entry)
            yield kind, name, page


def files(book: str) -> Iterator[tuple[Path, bytes]]:
    """Every page of a book as a file, KIND/NAME.html, or KIND/NAME.txt for every fourth that has a text."""
    for number, (kind, name, page) in enumerate(pages(book)):
        if as_text(number, kind):
            yield Path(kind) / f"{name}.txt", stripped(page).encode()
        else:
            yield Path(kind) / f"{name}.html", page.encode()


def write(folder: Path, book: str) -> int:
    """Write the pages of a book under a folder, and return how many there are."""
    written = 0
    for path, payload in files(book):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(payload)
        written += 1
    return written


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Write training pages for page kinds that public data lack.")
    parser.add_argument("folder", type=Path, help="where to write KIND/NAME.html and KIND/NAME.txt")
    parser.add_argument("--book", choices=BOOKS, default=BOOKS[0])
    arguments = parser.parse_args()
    print(f"{write(arguments.folder, arguments.book)} pages in {arguments.folder}")


if __name__ == "__main__":
    main()
