"""Regions: what the words of an element's name say of all that stands in it.

Of the elements around a segment the innermost counts, and of the words of its name the region that comes first.
"""

from typing import Final

from copydesk.page.blocks import Role
from copydesk.page.lexicon import Weights

_WORDS: Final = {
    Role.COMMENT: "comment comments commentlist disqus kommentar kommentare commentaire commentaires comentario "
    "comentarios reaction reactions respond",
    Role.NOTICE: "cookie cookies consent gdpr copyright disclaimer legal imprint",
    Role.RELATED: "related recommend recommended recommendation recommendations readmore readnext readalso mostread "
    "mostpopular mostviewed trending popular teaser teasers outbrain taboola upnext seealso recirc recirculation",
    Role.PROMOTION: "newsletter newsletters subscribe subscription subscriptions promo promos promotion advert adverts "
    "advertisement advertising advertorial sponsor sponsored donate donation paywall appbanner cta",
    Role.NAVIGATION: "nav navbar navigation menu menus breadcrumb breadcrumbs pagination pager share sharing social "
    "toolbar masthead footer topbar sidebar tags topics skip",
}
REGIONS: Final = (None, *_WORDS, Role.NAVIGATION)
"""The regions by number: none, those that words name, then that of tags."""
REGION_WORDS: Final = Weights(
    dict.fromkeys(("<nav>", "<footer>", "<menu>"), len(_WORDS) + 1)
    | {word: number for number, words in reversed([*enumerate(_WORDS.values(), 1)]) for word in words.split()}
)
"""The words that speak of regions, each with the number of its own."""
