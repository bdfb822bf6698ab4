from django.http import HttpRequest, HttpResponse

from phoihop.portal import pages
from phoihop.portal.views.answering import here, read_door, show

OUT = "what was published is for everybody"


@read_door(reason=OUT)
def plans(request: HttpRequest) -> HttpResponse:
    return show(request, "portal/plans.html", pages.plan_list_page(here(request), at=request.GET.get("truoc", "")))


@read_door(reason=OUT)
def plan(request: HttpRequest, code: str) -> HttpResponse:
    return show(request, "portal/work.html", pages.plan_page(code, here(request)))


@read_door(reason=OUT)
def topic(request: HttpRequest, code: str) -> HttpResponse:
    return show(request, "portal/work.html", pages.topic_page(code, here(request)))


@read_door(reason=OUT)
def told(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    page = pages.told_page(kind, code, here(request), at=request.GET.get("truoc", ""))
    return show(request, "portal/news.html", page)


@read_door(reason=OUT)
def review(request: HttpRequest, code: str) -> HttpResponse:
    return show(request, "portal/review.html", pages.review_page(code, here(request)))


@read_door(reason=OUT)
def shelf(request: HttpRequest, kind: str) -> HttpResponse:
    return show(request, "portal/news.html", pages.shelf_page(kind, here(request), at=request.GET.get("truoc", "")))


@read_door(reason=OUT)
def answer(request: HttpRequest, code: str) -> HttpResponse:
    return show(request, "portal/piece.html", pages.answer_page(code, here(request)))


@read_door(reason=OUT)
def card(request: HttpRequest, code: str) -> HttpResponse:
    return show(request, "portal/piece.html", pages.card_page(code, here(request)))


@read_door(reason="the portal tells how it keeps its promises")
def own_page(request: HttpRequest, code: str) -> HttpResponse:
    return show(request, "portal/piece.html", pages.own_page(code, here(request)))


@read_door(reason="who speaks for a body is to be known to everybody")
def spokespersons(request: HttpRequest) -> HttpResponse:
    at = request.at  # type: ignore[attr-defined]
    return show(request, "portal/spokespersons.html", pages.spokespersons_page(here(request), at))


@read_door(reason="what a publication said before is as open as the publication")
def versions(request: HttpRequest, code: str) -> HttpResponse:
    page = pages.versions_page(code, here(request), request.GET.get("ban", ""))
    return show(request, "portal/versions.html", page)
