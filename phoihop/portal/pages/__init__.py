"""Pages of the portal: one frozen value each."""

from phoihop.portal.pages.answers import answer_page, card_page, own_page, spokespersons_page
from phoihop.portal.pages.feedback import feedback_page, published, territory_of
from phoihop.portal.pages.feeds import (
    dossier_feed,
    feeds_page,
    kind_feed,
    news_feed,
    site_map,
    site_map_part,
)
from phoihop.portal.pages.finding import search_page, search_words
from phoihop.portal.pages.frame import PublicShell, Site, one_edition, shell_of, site_of, standing
from phoihop.portal.pages.heads import FeedLink, Head, json_ld
from phoihop.portal.pages.news import (
    ArticlePage,
    FrontPage,
    NewsListPage,
    article_of,
    article_page,
    front_page,
    news_list_page,
)
from phoihop.portal.pages.passing import place_of_code, share_card
from phoihop.portal.pages.photos import library_page, photo_page
from phoihop.portal.pages.previews import preview_page
from phoihop.portal.pages.shelves import shelf_page, told_page
from phoihop.portal.pages.versions import versions_page
from phoihop.portal.pages.work import plan_list_page, plan_page, review_page, topic_page

__all__ = [
    "ArticlePage",
    "FeedLink",
    "FrontPage",
    "Head",
    "NewsListPage",
    "PublicShell",
    "Site",
    "answer_page",
    "article_of",
    "article_page",
    "card_page",
    "dossier_feed",
    "feedback_page",
    "feeds_page",
    "front_page",
    "json_ld",
    "kind_feed",
    "library_page",
    "news_feed",
    "news_list_page",
    "one_edition",
    "own_page",
    "photo_page",
    "place_of_code",
    "plan_list_page",
    "plan_page",
    "preview_page",
    "published",
    "review_page",
    "search_page",
    "search_words",
    "share_card",
    "shelf_page",
    "shell_of",
    "site_map",
    "site_map_part",
    "site_of",
    "spokespersons_page",
    "standing",
    "territory_of",
    "told_page",
    "topic_page",
    "versions_page",
]
