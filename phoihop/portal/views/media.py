import io

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

from phoihop.ground.powers import NotVisible
from phoihop.ground.respond import send_file
from phoihop.portal import pages
from phoihop.portal.views.answering import here, read_door, show
from phoihop.publications import queries

A_YEAR = 365 * 24 * 3600


@read_door(reason="the photo library is for everybody")
def photos(request: HttpRequest) -> HttpResponse:
    return show(request, "portal/photos.html", pages.library_page(here(request), at=request.GET.get("truoc", "")))


@read_door(reason="a published photo is for everybody")
def photo(request: HttpRequest, code: str) -> HttpResponse:
    return show(request, "portal/photo.html", pages.photo_page(code, here(request)))


@read_door(reason="a published photo is for everybody")
def picture(request: HttpRequest, code: str, width: int) -> HttpResponse:
    """Asked for by its digest it never changes."""
    found = queries.picture_file(code, width)
    if found is None:
        raise NotVisible
    content, media_type, digest = found
    response = HttpResponse(content, content_type=media_type)
    if request.GET.get("v", "") == digest[:16]:
        patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    return response


@read_door(reason="a published file is for everybody")  # type: ignore[arg-type]  # a file is sent as a stream
def file(request: HttpRequest, key: str) -> HttpResponseBase:
    found = queries.file_content(key)
    if found is None:
        raise NotVisible
    content, known = found
    return send_file(io.BytesIO(content), media_type=known.media_type, size=known.size, name=known.name)


@read_door(reason="whoever passes a page on passes its picture on")
def share_card(request: HttpRequest, folder: str, code: str) -> HttpResponse:
    return HttpResponse(pages.share_card(folder, code), content_type="image/png")
