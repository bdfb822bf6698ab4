"""Addresses of the portal. Unaccented Vietnamese, one for good for each thing; /en/ before them: in English."""

from django.urls import path, register_converter

from phoihop.portal.views import corrections, feedback, finding, media, news, open_data, previews, work
from phoihop.portal.views.concerns import following, writing


class FeedForm:
    """One of the three forms a feed comes in."""

    regex = r"atom\.xml|rss\.xml|feed\.json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Folder(FeedForm):
    """Where one kind of publication stands."""

    regex = "tin|thong-cao|kinh-nghiem|ke-hoach|van-de|tra-loi|dinh-chinh|so-ket|trang"


register_converter(FeedForm, "feed")
register_converter(Folder, "folder")

urlpatterns = [
    path("", news.front, name="front"),
    # news
    path("tin/", news.news, name="news"),
    path("tin/<feed:form>", finding.news_feed, name="news-feed"),
    path("tin/muc/<str:key>/", news.category, name="category"),
    path("tin/muc/<str:key>/<feed:form>", finding.news_feed, name="category-feed"),
    path("tin/<str:code>/", news.article, name="article"),
    path("thong-cao/", work.shelf, {"kind": "RELEASE"}, name="releases"),
    path("thong-cao/<str:code>/", news.release, name="release"),
    # concerns
    path("phan-anh/", following.concerns, name="concerns"),
    path("phan-anh/viet/", writing.write, name="concern-write"),
    path("phan-anh/gui/<str:token>/", writing.send, name="concern-send"),
    path("phan-anh/<str:code>/", following.concern, name="concern"),
    path("phan-anh/<str:code>/<str:key>/", following.raiser, name="concern-raiser"),
    path("phan-anh/<str:code>/<str:key>/bien-nhan/", following.receipt, name="concern-receipt"),
    path("phan-anh/<str:code>/<str:key>/bo-sung/", following.more, name="concern-more"),
    path("phan-anh/<str:code>/<str:key>/mo-lai/", following.reopen, name="concern-reopen"),
    path("phan-anh/<str:code>/<str:key>/danh-gia/", following.rate, name="concern-rate"),
    path("phan-anh/<str:code>/<str:key>/du-lieu/", following.data, name="concern-data"),
    # work
    path("ke-hoach/", work.plans, name="plans"),
    path("ke-hoach/<str:code>/", work.plan, name="plan"),
    path("ke-hoach/<str:code>/tin/", work.told, {"kind": "PLAN"}, name="plan-news"),
    path("ke-hoach/<str:code>/<feed:form>", finding.dossier_feed, {"kind": "PLAN"}, name="plan-feed"),
    path("van-de/", work.shelf, {"kind": "TOPIC"}, name="topics"),
    path("van-de/<str:code>/", work.topic, name="topic"),
    path("van-de/<str:code>/tin/", work.told, {"kind": "TOPIC"}, name="topic-news"),
    path("van-de/<str:code>/<feed:form>", finding.dossier_feed, {"kind": "TOPIC"}, name="topic-feed"),
    path("so-ket/", work.shelf, {"kind": "REVIEW"}, name="reviews"),
    path("so-ket/<feed:form>", finding.kind_feed, {"kind": "REVIEW"}, name="review-feed"),
    path("so-ket/<str:code>/", work.review, name="review"),
    path("tra-loi/", work.shelf, {"kind": "ANSWER"}, name="answers"),
    path("tra-loi/<feed:form>", finding.kind_feed, {"kind": "ANSWER"}, name="answer-feed"),
    path("tra-loi/<str:code>/", work.answer, name="answer"),
    path("kinh-nghiem/", work.shelf, {"kind": "CARD"}, name="cards"),
    path("kinh-nghiem/<feed:form>", finding.kind_feed, {"kind": "CARD"}, name="card-feed"),
    path("kinh-nghiem/<str:code>/", work.card, name="card"),
    path("dinh-chinh/", corrections.corrections, name="corrections"),
    path("dinh-chinh/yeu-cau/", corrections.ask, name="correction-ask"),
    path("dinh-chinh/<feed:form>", finding.kind_feed, {"kind": "CORRECTION"}, name="correction-feed"),
    path("dinh-chinh/<str:code>/", corrections.correction, name="correction"),
    path("dinh-chinh/<str:code>/tra-loi/", corrections.reply, name="correction-reply"),
    path("trang/<str:code>/", work.own_page, name="page"),
    path("nguoi-phat-ngon/", work.spokespersons, name="spokespersons"),
    # of any publication
    path("ban/<str:code>/", work.versions, name="versions"),
    path("<folder:folder>/<str:code>/the.png", media.share_card, name="share-card"),
    path("<folder:folder>/<str:code>/gop-y/", feedback.feedback, name="feedback"),
    # photos and files
    path("anh/", media.photos, name="photos"),
    path("anh/<str:code>-<int:width>.webp", media.picture, name="picture"),
    path("anh/<str:code>/", media.photo, name="photo"),
    path("tep/<path:key>", media.file, name="file"),
    # open data
    path("du-lieu/", open_data.open_data, name="open-data"),
    path("du-lieu/catalog.jsonld", open_data.open_data_catalog, name="open-data-catalog"),
    path("du-lieu/<slug:key>.<slug:form>", open_data.open_data_file, name="open-data-file"),
    # finding
    path("tim/", finding.search, name="search"),
    path("tim/mo-ta.xml", finding.search_description, name="search-description"),
    path("ma/", finding.code, name="code"),
    path("nguon-tin/", finding.feeds, name="feeds"),
    path("xem-truoc/<str:token>/", previews.preview, name="preview"),
    path("sitemap.xml", finding.site_map, name="site-map"),
    path("sitemap-<int:part>.xml", finding.site_map_part, name="site-map-part"),
    path("robots.txt", finding.robots, name="robots"),
]
