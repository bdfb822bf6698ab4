from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from phoihop.ground.powers import NotVisible
from phoihop.portal.pages import open_data as pages
from phoihop.portal.pages.open_data_files import MEDIA_TYPES, pieces
from phoihop.portal.views.answering import here, read_door, show


@read_door(reason="open data is for everybody")
def open_data(request: HttpRequest) -> HttpResponse:
    return show(request, "portal/open-data.html", pages.open_data_page(here(request)))


@read_door(reason="open data is for everybody")
def open_data_file(request: HttpRequest, key: str, form: str) -> Any:
    """One dataset, sent as it is read."""
    if form not in MEDIA_TYPES:
        raise NotVisible
    response = StreamingHttpResponse(pieces(pages.dataset_of(key), form), content_type=MEDIA_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="phoihop-{key}.{form}"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


@read_door(reason="open data is for everybody")
def open_data_catalog(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(pages.catalog(here(request)), content_type="application/ld+json; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response
