from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from phoihop.portal import pages
from phoihop.portal.outside import maps
from phoihop.portal.outside.feeds import WRITERS, Feed
from phoihop.portal.views.answering import here, read_door, show

OUT = "what was published is for everybody"


@read_door(reason=OUT)
def search(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    page = pages.search_page(
        asked.get("q", ""), here(request), kind=asked.get("loai", ""), number=asked.get("trang", "")
    )
    return show(request, "portal/search.html", page)


@read_door(reason="a browser may ask how to search here")
def search_description(request: HttpRequest) -> HttpResponse:
    site = here(request)
    text = maps.search_description(*pages.search_words(), site.origin, site.root)
    return HttpResponse(text, content_type="application/opensearchdescription+xml")


@read_door(reason="a code is given to be looked up")
def code(request: HttpRequest) -> HttpResponse:
    site, typed = here(request), request.GET.get("ma", "")
    return redirect(pages.place_of_code(typed, site) or site.url(f"/tim/?{urlencode({'q': typed[:200].strip()})}"))


@read_door(reason=OUT)
def feeds(request: HttpRequest) -> HttpResponse:
    return show(request, "portal/feeds.html", pages.feeds_page(here(request)))


@read_door(reason=OUT)
def news_feed(request: HttpRequest, form: str, key: str = "") -> HttpResponse:
    return _written(pages.news_feed(here(request), form, category=key), form)


@read_door(reason=OUT)
def kind_feed(request: HttpRequest, form: str, kind: str) -> HttpResponse:
    return _written(pages.kind_feed(here(request), form, kind), form)


@read_door(reason=OUT)
def dossier_feed(request: HttpRequest, code: str, form: str, kind: str) -> HttpResponse:
    return _written(pages.dossier_feed(here(request), form, kind, code), form)


def _written(feed: Feed, form: str) -> HttpResponse:
    write, media_type = WRITERS[form]
    response = HttpResponse(write(feed), content_type=media_type)
    response["Access-Control-Allow-Origin"] = "*"  # readers of other sites may read what is public anyway
    return response


@read_door(reason="search engines may find what is public")
def site_map(request: HttpRequest) -> HttpResponse:
    return HttpResponse(pages.site_map(here(request)), content_type="application/xml; charset=utf-8")


@read_door(reason="search engines may find what is public")
def site_map_part(request: HttpRequest, part: int) -> HttpResponse:
    return HttpResponse(pages.site_map_part(here(request), part), content_type="application/xml; charset=utf-8")


@read_door(reason="search engines are told what is for them")
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(maps.robots(here(request).origin), content_type="text/plain; charset=utf-8")
