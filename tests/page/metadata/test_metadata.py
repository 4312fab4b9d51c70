"""The choice among candidates, field by field, on invented pages."""

import json
from collections.abc import Callable

from copydesk.page.blocks import Block, Role
from copydesk.page.declarations import Declarations
from copydesk.page.findings import Candidate
from copydesk.page.metadata import Metadata, read_metadata

Reader = Callable[..., Metadata]


def refused(candidates: tuple[Candidate, ...]) -> dict[str, str]:
    """The reasons by raw value."""
    return {each.raw: each.refused for each in candidates if each.refused}


def test_the_shown_headline_is_preferred(read_page: Reader) -> None:
    page = read_page(
        "<title>Bridge at Ella opens - Harbour Post</title><meta property='og:title' content='Ella bridge opens'>",
        "<h1>The bridge at Ella opens at last</h1><p>Text of the article.</p>",
    )
    assert page.title == "The bridge at Ella opens at last"
    assert [each.value for each in page.candidates["title"]][1:] == ["Ella bridge opens", "Bridge at Ella opens"]
    assert page.block_roles[0] is Role.TITLE


def test_the_site_and_section_leave_the_title(read_page: Reader) -> None:
    head = (
        "<meta property='og:site_name' content='Harbour Post'><title>Ella bridge opens | World | Harbour Post</title>"
    )
    assert read_page(head).title == "Ella bridge opens | World"
    assert read_page(head, "<p>Ella bridge opens</p>").title in ("Ella bridge opens", "Ella bridge opens | World")


def test_a_heading_of_another_article_is_no_title(read_page: Reader) -> None:
    page = read_page(
        "<meta property='og:title' content='Ella bridge opens'>",
        "<h1>Storm nears the coast</h1><h2>Ella bridge opens</h2>",
    )
    assert page.title == "Ella bridge opens"
    assert "shares no words with the stated titles" in refused(page.candidates["title"]).values()


def test_a_news_article_is_called_as_all_its_statements_agree(read_page: Reader) -> None:
    said = "The bridge of Ella opens at last"
    head = f"<title>{said}</title><meta property='og:title' content='{said}'><script type='application/ld+json'>%s</script>"
    body = "<h1>Ella bridge opens</h1><p>By Ada Lund</p><p>9 March 2026</p><p>Text of the article.</p>"
    news = read_page(head % json.dumps({"@type": "NewsArticle", "headline": said}), body)
    assert (news.title, news.byline) == (said, ("Ada Lund",))
    assert news.published is not None
    assert news.published.isoformat() == "2026-03-09"
    assert news.block_roles[0] is Role.TITLE
    entry = read_page(head % json.dumps({"@type": "BlogPosting", "headline": said}), body)
    assert entry.title == "Ella bridge opens"


def test_a_top_heading_within_the_text_is_no_title(read_page: Reader) -> None:
    paragraph = f"<p>{'The bridge of Ella is long. ' * 5}</p>"
    head = "<title>Why the bridge of Ella is long - Notes of a Ferryman</title>"
    late = f"{3 * paragraph}<h1>The bridge of Ella is wide</h1>{paragraph}"
    page = read_page(head, f"<h2>Why the bridge of Ella is long</h2>{late}")
    assert page.title == "Why the bridge of Ella is long"
    named = read_page("<title>The bridge of Ella is wide</title>", late)
    assert named.block_roles[3] is Role.TITLE


def test_people_from_structured_data_and_page(read_page: Reader) -> None:
    article = {
        "@type": "NewsArticle",
        "headline": "Ella bridge opens",
        "author": [{"@type": "Person", "name": "Ada Lund"}],
    }
    page = read_page(
        f"<script type='application/ld+json'>{json.dumps(article)}</script>",
        "<h1>Ella bridge opens</h1><p data-role='byline'>By Ada Lund and Jo Okoro, dpa</p><p>Text.</p>",
    )
    assert page.byline == ("Ada Lund", "Jo Okoro")
    assert page.agency == "dpa"
    assert [each.value for each in page.candidates["byline"]][1] == ("Ada Lund",)
    assert page.block_roles[1] is Role.BYLINE


def test_the_outlet_is_no_person(read_page: Reader) -> None:
    page = read_page(
        "<meta property='og:site_name' content='Harbour Post'><meta name='author' content='Harbour Post'>", "<h1>A</h1>"
    )
    assert page.outlet == "Harbour Post"
    assert page.byline == ()
    assert refused(page.candidates["byline"]) == {"Harbour Post": "names the outlet"}


def test_a_disagreement_of_dates_is_visible(read_page: Reader) -> None:
    article = {"@type": "NewsArticle", "headline": "Ella bridge opens", "datePublished": "2026-03-08T10:00:00+01:00"}
    page = read_page(
        f"<script type='application/ld+json'>{json.dumps(article)}</script>",
        "<h1>Ella bridge opens</h1><p data-role='date'>9 March 2026</p>"
        "<p data-role='date'>Updated 10 March 2026, 08:30</p>",
    )
    assert page.published is not None
    assert page.published.isoformat() == "2026-03-08T10:00:00+01:00"
    assert {each.raw for each in page.candidates["published"]} >= {"9 March 2026", "2026-03-08T10:00:00+01:00"}
    assert page.modified is not None
    assert page.modified.isoformat() == "2026-03-10T08:30"
    assert page.block_roles[2] is Role.DATE


def test_the_most_precise_statement_of_the_day_gives_the_time(read_page: Reader) -> None:
    page = read_page(
        "<meta property='article:published_time' content='2026-03-09'>"
        "<meta name='date' content='2026-03-09T07:30:00+02:00'>", "<h1>A</h1>",
    )  # fmt: skip
    assert page.published is not None
    assert page.published.isoformat() == "2026-03-09T07:30:00+02:00"


def test_future_and_copyright_dates_are_refused(read_page: Reader) -> None:
    page = read_page(
        "<meta property='article:published_time' content='2027-01-01'>",
        "<h1>Ella bridge opens</h1><p>© 12.12.2025 Harbour Post</p>",
        url=None,
    )
    assert page.published is None
    assert refused(page.candidates["published"]) == {
        "2027-01-01": "future: after the capture",
        "12.12.2025": "copyright line",
    }


def test_a_relative_date_counts_from_the_capture(read_page: Reader) -> None:
    page = read_page("", "<h1>Ella bridge opens</h1><p>3 hours ago</p>", url=None)
    assert page.published is not None
    assert page.published.relative
    assert page.published.isoformat() == "2026-03-10T09:00+00:00"


def test_a_change_before_the_publication_is_refused(read_page: Reader) -> None:
    page = read_page(
        "<meta property='article:published_time' content='2026-03-09'>"
        "<meta property='article:modified_time' content='2025-01-01'>"
    )
    assert page.modified is None
    assert refused(page.candidates["modified"]) == {"2025-01-01": "before the publication"}


def test_the_language_of_the_text_overrules_a_template(read_page: Reader) -> None:
    text = "Der Bürgermeister hat am Montag die neue Brücke über den Fluss eröffnet. " * 4
    page = read_page("", f"<h1>Brücke offen</h1><p>{text}</p>", lang="en-US")
    assert page.language == "de"
    assert refused(page.candidates["language"]) == {"en-US": "not the language of the text"}
    assert read_page("", f"<p>{text}</p>", lang="de-AT").language == "de-AT"


def test_the_canonical_url_is_normalised(read_page: Reader) -> None:
    page = read_page("<link rel='canonical' href='HTTPS://Harbour-Post.example:443/a?utm_source=x&id=3#top'>")
    assert page.canonical_url == "https://harbour-post.example/a?id=3"
    assert read_page("<link rel='canonical' href='https://www.harbour-post.example/'>").canonical_url == (
        "https://www.harbour-post.example/world/2026/03/09/bridge-opens"
    )


def test_deck_section_keywords(read_page: Reader) -> None:
    page = read_page(
        "<meta name='description' content='After ten years of work the town has its bridge.'>"
        "<meta property='article:section' content='World'><meta property='article:tag' content='bridges'>"
        "<meta property='article:tag' content='Ella'>",
        "<h1>Ella bridge opens</h1><h2>After ten years of work the town has its bridge.</h2><p>Text.</p>",
    )
    assert page.deck == "After ten years of work the town has its bridge."
    assert page.block_roles[1] is Role.DECK
    assert page.section == "World"
    assert page.keywords == ("bridges", "Ella")


def test_a_description_that_is_not_shown_is_no_deck(read_page: Reader) -> None:
    page = read_page(
        "<meta name='description' content='All about the bridge, for search engines only.'>", "<h1>A b c</h1>"
    )
    assert page.deck is None
    assert list(refused(page.candidates["deck"]).values()) == ["not shown as a standfirst"]


def test_images_with_caption_and_credit(read_page: Reader) -> None:
    page = read_page(
        "<meta property='og:image' content='/img/bridge-800x600.jpg?w=800'>",
        "<h1>Ella bridge opens</h1><figure><img src='/img/bridge.jpg' alt='A bridge'>"
        "<figcaption>The bridge. Photo: Ada Lund</figcaption></figure><p>Text.</p>",
    )
    assert len(page.images) == 1
    lead = page.images[0]
    assert (lead.caption, lead.credit, lead.alt, lead.lead) == ("The bridge.", "Ada Lund", "A bridge", True)


def test_a_text_capture(read_text: Reader) -> None:
    page = read_text(
        (Role.ERROR_BANNER, "Error! The page was not found."),
        (Role.TITLE, "Ella bridge opens after ten years"),
        (Role.PARAGRAPH, "(MENAFN) The mayor opened the bridge at Ella on Monday, ten years after work began."),
    )
    assert page.title == "Ella bridge opens after ten years"
    assert page.agency == "MENAFN"
    assert page.language == "en"
    assert page.dateline is None
    assert page.block_roles == {1: Role.TITLE}


def test_an_empty_page(read_page: Reader) -> None:
    page = read_page(url=None, lang="")
    assert page.title is None
    assert page.byline == ()
    assert page.images == ()


def test_the_title_is_spelt_as_the_page_shows_it(read_page: Reader) -> None:
    page = read_page(
        "<meta property='og:title' content=\"Ella's bridge opens\">",
        "<div>World</div><div>Ella’s bridge opens</div><p>The mayor opened it on Monday.</p>",
    )
    assert page.title == "Ella’s bridge opens"


def test_a_shown_line_tells_the_headline_from_the_site(read_page: Reader) -> None:
    page = read_page(
        "<title>Ella bridge opens today_Coast Net</title>", "<div>Ella bridge opens today</div><p>Text.</p>", url=None
    )
    assert page.title == "Ella bridge opens today"


def test_a_heading_with_a_byline_beats_a_title_that_names_the_site(read_page: Reader) -> None:
    page = read_page(
        "<title>The Coast Gazette Online</title>",
        "<h2>Ella bridge opens</h2><div>By Ada Lund, 9 March 2026</div><p>The mayor opened it.</p>",
    )
    assert page.title == "Ella bridge opens"
    assert page.byline == ("Ada Lund",)


def test_a_date_told_in_a_sentence_is_not_when_the_page_was_published(read_page: Reader) -> None:
    page = read_page(
        "<meta name='date' content='2026-03-05'>",
        "<h1>Ella bridge opens</h1><p>The first plans were drawn in the old town hall on 3 June 1935.</p>",
    )
    assert page.published is not None
    assert page.published.isoformat() == "2026-03-05"


def test_dates_and_names_below_the_text_belong_to_comments(read_page: Reader) -> None:
    paragraph = "<p>" + "The mayor opened the bridge at Ella on Monday, ten years after work began. " * 2 + "</p>"
    page = read_page(
        "",
        f"<div>9 March 2026</div><h1>Ella bridge opens</h1>{paragraph * 3}<div>Ben Roth 9 March 2026 14:05</div>",
        url=None,
    )
    assert page.published is not None
    assert page.published.isoformat() == "2026-03-09"
    assert page.byline == ()


def test_authors_of_the_next_article_are_not_joined(read_page: Reader) -> None:
    page = read_page(
        "",
        "<article><h1>Ella bridge opens</h1><div><span class='author'>Ada Lund</span></div><p>Text.</p></article>"
        "<article><h1>Ferry sold</h1><div><span class='author'>Ben Roth</span></div><p>Text.</p></article>",
    )
    assert page.byline == ("Ada Lund",)


def test_an_agency_that_only_a_notice_names(read_text: Reader) -> None:
    page = read_text(
        (Role.TITLE, "Ella bridge opens after ten years"),
        (Role.PARAGRAPH, "The mayor opened the bridge at Ella on Monday, ten years after work began."),
        (Role.NOTICE, "This story was supplied by Crossborder Press and may not be sold."),
    )
    assert page.agency == "Crossborder Press"


def article(**fields: object) -> str:
    """A script that states an article."""
    node = {"@type": "NewsArticle", "headline": "Ella bridge opens", **fields}
    return f"<script type='application/ld+json'>{json.dumps(node)}</script>"


def test_a_printed_date_days_before_the_stated_one_is_the_publication(read_page: Reader) -> None:
    stated = article(datePublished="2026-03-09")
    moved = read_page(stated, "<h1>Ella bridge opens</h1><p>12 June 2014</p><p>Text.</p>", "https://a.example/b")
    assert moved.published is not None
    assert moved.published.isoformat() == "2014-06-12"
    assert [each.raw for each in moved.candidates["published"]] == ["12 June 2014", "2026-03-09"]
    told = "<p>The keeper of the bridge had shut it on 12 June 2014, when the river rose above its lamps.</p>"
    page = read_page(stated, f"<h1>Ella bridge opens</h1>{told}", "https://a.example/b")
    assert page.published is not None
    assert page.published.isoformat() == "2026-03-09"


def test_a_time_that_the_words_before_it_call_an_update_is_one(read_page: Reader) -> None:
    time = "<time datetime='2026-03-09T10:00:00Z'>9 March</time>"
    page = read_page("", f"<h1>Ella bridge opens</h1><p><span>Last updated</span> {time}</p>", "https://a.example/b")
    assert page.modified is not None
    assert page.modified.isoformat() == "2026-03-09T10:00:00+00:00"
    assert page.candidates["published"][0].method == "modified:time"


def test_a_change_is_surer_than_the_month_of_a_picture(read_page: Reader) -> None:
    head = (
        "<meta property='og:image' content='https://a.example/uploads/2024/05/ella.jpg'>"
        "<meta property='article:modified_time' content='2026-03-09'>"
    )
    page = read_page(head, "<h1>Ella bridge opens</h1>", "https://a.example/b")
    assert [each.method for each in page.candidates["published"]] == [
        "modified:meta:article:modified_time", "url:image",
    ]  # fmt: skip


def test_the_url_tells_the_order_of_day_and_month(read_page: Reader) -> None:
    body = "<h1>Ella bridge opens</h1><p>03/02/2026</p>"
    page = read_page("", body, "https://a.example/2026/february/03/bridge")
    assert page.published is not None
    assert page.published.isoformat() == "2026-02-03"
    assert page.candidates["published"][0].method == "visible"


def test_a_name_below_its_label_and_a_signature_below_the_text(read_page: Reader) -> None:
    labelled = read_page("", "<h1>Ella bridge opens</h1><p>Written by</p><p>Ada Lund</p><p>The bridge is open.</p>")
    assert labelled.byline == ("Ada Lund",)
    signed = "<h1>Ella bridge opens</h1><p>The bridge is open.</p><p>This post was written by Ada Lund.</p>"
    assert read_page("", signed).byline == ("Ada Lund",)
    assert read_page(article(author="Jo Okoro"), signed).byline == ("Jo Okoro",)


def test_a_site_may_bear_the_name_of_its_writer(read_page: Reader) -> None:
    site = "<meta property='og:site_name' content='Ada Lund'><meta name='author' content='Ada Lund'>"
    body = "<h1>Ella bridge opens</h1><p>The bridge is open.</p>"
    assert read_page(site, body).byline == ("Ada Lund",)
    paper = site.replace("Ada Lund", "Quiet Harbour")
    assert read_page(paper, body + "<p>It is a quiet place.</p>").byline == ()
    press = article(publisher={"@type": "NewsMediaOrganization", "name": "Ada Lund"})
    assert read_page(site + press, body).byline == ()


def test_a_label_is_no_deck(read_page: Reader) -> None:
    body = "<h1>Ella bridge opens</h1><p data-role='deck'>{}</p><p>The bridge is open.</p>"
    assert read_page("", body.format("Why is it closed?")).deck is None
    assert read_page("", body.format("Service")).deck is None
    assert read_page("", body.format("Boats may pass at night")).deck == "Boats may pass at night"


def test_a_page_that_is_hidden_until_it_is_drawn_shows_its_text() -> None:
    lines = ((Role.TITLE, "Ella bridge opens"), (Role.BYLINE, "By Ada Lund"), (Role.PARAGRAPH, "It is open."))
    hidden = [
        Block(index, text, 0, len(text), role, 0.9, 0.9, "", 0, "", hidden=True)
        for index, (role, text) in enumerate(lines)
    ]
    page = read_metadata(None, Declarations(), hidden, None, None)
    assert (page.title, page.byline) == ("Ella bridge opens", ("Ada Lund",))


def test_a_name_alone_below_the_text_signs_it(read_page: Reader) -> None:
    paragraphs = 20 * f"<p>The bridge of Ella is open. {'Its early summer was long. ' * 4}</p>"
    text = f"<h1>Ella bridge opens</h1>{paragraphs}"
    signed = read_page("", f"{text}<div>Ada Lund</div>")
    assert (signed.byline, signed.candidates["byline"][0].method) == (("Ada Lund",), "signature")
    assert read_page("", f"{text}<div>Early Summer</div>").byline == ()
    assert read_page("", f"{text}<h2>Ada Lund</h2>").byline == ()
    assert read_page("", f"<p>By Jo Okoro</p>{text}<div>Ada Lund</div>").byline == ("Jo Okoro",)


def test_a_biography_names_no_single_words(read_page: Reader) -> None:
    about = "Ada Lund is an engineer, a ferrywoman, and a founder of the Ella Line, a firm for building and mending"
    page = read_page("", f"<h1>Ella bridge opens</h1><p>Written by <span class='author'>{about}</span></p><p>Text.</p>")
    assert "mending" not in page.byline
