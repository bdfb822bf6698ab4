from django.http import HttpRequest, HttpResponse

from phoihop.portal import pages
from phoihop.portal.views.answering import here, read_door, show


@read_door(reason="the portal is for everybody")
def front(request: HttpRequest) -> HttpResponse:
    return show(request, "portal/front.html", pages.front_page(here(request)))


@read_door(reason="what was published is for everybody")
def news(request: HttpRequest) -> HttpResponse:
    return show(request, "portal/news.html", pages.news_list_page(here(request), at=request.GET.get("truoc", "")))


@read_door(reason="what was published is for everybody")
def category(request: HttpRequest, key: str) -> HttpResponse:
    page = pages.news_list_page(here(request), category=key, at=request.GET.get("truoc", ""))
    return show(request, "portal/news.html", page)


@read_door(reason="what was published is for everybody")
def article(request: HttpRequest, code: str) -> HttpResponse:
    return show(request, "portal/article.html", pages.article_page(code, here(request)))


@read_door(reason="what a body says of its own case is for everybody")
def release(request: HttpRequest, code: str) -> HttpResponse:
    return show(request, "portal/article.html", pages.article_page(code, here(request), "RELEASE"))
