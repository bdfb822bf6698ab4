"""How files come in: only at doors that take them, only from who may, into spools, and never past the largest size."""

import io
import os
from pathlib import Path
from tempfile import gettempdir

import pytest
from django.http import HttpResponse, JsonResponse
from django.test import Client, override_settings
from django.urls import path

from phoihop.documents.outside import uploads
from phoihop.documents.outside.spool import IN_MEMORY, Spool
from phoihop.ground.door import door, open_door, takes_files
from phoihop.site.urls import handler400, handler404, handler500
from phoihop.site.urls import urlpatterns as real
from tests.rooms.documents.full_disk import a_disk_of

CANARY = "chim hoàng yến 90417"
MB = 2**20
seen = []


@takes_files
@door(needs="dispatch.send", methods=("GET", "POST"))
def take(request):
    files = [file for field in request.FILES for file in request.FILES.getlist(field)]
    seen.extend(file.spool for file in files)
    told = [
        {
            "name": file.name,
            "sent": file.client_name,
            "spool": file.spool.name,
            "size": file.spool.size,
            "sha256": file.spool.sha256(),
            "on_disk": file.spool.is_on_disk,
        }
        for file in files
    ]
    return JsonResponse({"files": told, "text": request.POST.get("text", "")})


@door(needs="dispatch.list", methods=("POST",))
def words_only(request):
    return HttpResponse(request.POST.get("text", ""))


@open_door(reason="a test", methods=("POST",))
def for_all(request):
    return HttpResponse(request.POST.get("text", ""))


class Urls:
    urlpatterns = [
        *real,
        path("nhan/", take),
        path("chu/", words_only),
        path("moi-nguoi/", for_all),
    ]
    handler400, handler404, handler500 = handler400, handler404, handler500


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    settings.PHOIHOP_DATA = tmp_path
    settings.PHOIHOP_LARGEST_FILE = 10 * MB
    seen.clear()
    with override_settings(ROOT_URLCONF=Urls):
        yield tmp_path


class Body(io.BytesIO):
    """A body that says how much of it was read."""

    taken = 0

    def read(self, size=-1):
        piece = super().read(size)
        self.taken += len(piece)
        return piece


def body_of(*parts, end=b"--kep--\r\n"):
    """A multipart body made by hand: (name of the file as sent, content)."""
    made = b""
    for name, content in parts:
        head = f'--kep\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        made += head.encode() + b"Content-Type: application/pdf\r\n\r\n" + content + b"\r\n"
    return made + end


def send(client, address, body, length=None):
    stream = Body(body)
    head = {
        "CONTENT_TYPE": "multipart/form-data; boundary=kep",
        "CONTENT_LENGTH": str(len(body) if length is None else length),
        "wsgi.input": stream,
    }
    response = client.generic("POST", address, **head)
    return response, stream.taken


def test_a_file_comes_in_by_a_spool_and_words_with_it(an):
    small, large = CANARY.encode(), os.urandom(IN_MEMORY + 1)
    files = [io.BytesIO(small), io.BytesIO(large)]
    files[0].name, files[1].name = "nhỏ.pdf", "lớn.pdf"
    answer = an.client.post("/nhan/", {"text": "kèm theo", "file": files}).json()
    assert answer["text"] == "kèm theo"
    assert [(file["name"], file["size"], file["on_disk"]) for file in answer["files"]] == [
        ("nhỏ.pdf", len(small), False),
        ("lớn.pdf", len(large), True),
    ]
    with Spool.holding(large) as spool:
        assert answer["files"][1]["sha256"] == spool.sha256()


def test_when_the_request_ends_its_spools_are_wiped(an):
    send(an.client, "/nhan/", body_of(("a.pdf", b"a"), ("b.pdf", b"b" * (IN_MEMORY + 1))))
    assert [spool.closed for spool in seen] == [True, True]


def test_all_files_of_a_request_share_one_allowance_of_memory(an):
    third = b"x" * (IN_MEMORY // 3)
    answer = send(an.client, "/nhan/", body_of(*[(f"{number}.pdf", third) for number in range(5)]))[0].json()
    assert [file["on_disk"] for file in answer["files"]] == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("sent", "cleaned"),
    [
        ("../../etc/kế hoạch.pdf", "kế hoạch.pdf"),
        ("C:\\\\Tài liệu\\\\kế hoạch.pdf", "kế hoạch.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("gpj.\u202efdp.exe", "gpj.fdp.exe"),
        ("k\u200bế.pdf", "kế.pdf"),
        ("x" * 500 + ".pdf", "x" * 251 + ".pdf"),
        ("..", "-"),
        ("../", "-"),
        ("\x00", "-"),
    ],
)
def test_the_name_as_it_was_sent_is_kept_for_the_guard(an, sent, cleaned):
    file = send(an.client, "/nhan/", body_of((sent, b"x")))[0].json()["files"][0]
    told = sent.replace("\\\\", "\\")  # in a head a backslash is written twice
    assert (file["name"], file["sent"], file["spool"]) == (cleaned, told, told)


def test_an_empty_field_is_no_file_and_an_empty_file_is_one(an):
    assert send(an.client, "/nhan/", body_of(("", b"")))[0].json()["files"] == []
    assert send(an.client, "/nhan/", body_of(("a.pdf", b"")))[0].json()["files"][0]["size"] == 0


# ── who, where ──────────────────────────────────────────────────────────────────────────────────────────────


def test_who_is_not_signed_in_is_sent_to_sign_in_and_nothing_is_read(khach):
    response, taken = send(khach.client, "/nhan/", body_of(("a.pdf", b"x")))
    assert (response.status_code, response["Location"], taken) == (302, "/dang-nhap/?next=/nhan/", 0)


def test_with_a_long_body_he_is_told_so_on_a_page_that_browsers_still_show(khach):
    response, taken = send(khach.client, "/nhan/", body_of(("a.pdf", b"x" * MB)))
    assert (response.status_code, taken) == (401, 0)
    assert "Hãy đăng nhập rồi gửi lại" in response.content.decode()


def test_who_lacks_the_power_is_refused_and_nothing_is_read(kim):
    response, taken = send(kim.client, "/nhan/", body_of(("a.pdf", b"x" * MB)))
    assert (response.status_code, taken) == (403, 0)
    assert "không có quyền" in response.content.decode()


def test_the_check_of_forged_forms_does_not_read_either(khach, kim):
    for person, status in ((khach, 401), (kim, 403)):
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = person.client.cookies
        response, taken = send(strict, "/nhan/", body_of(("a.pdf", b"x" * MB)))
        assert (response.status_code, taken) == (status, 0)


@pytest.mark.parametrize("address", ["/chu/", "/moi-nguoi/", "/ngon-ngu/"])
def test_at_every_other_door_a_file_is_refused_at_its_head(an, address, data):
    body = body_of((f"{CANARY}.pdf", b"x" * MB))
    response, taken = send(an.client, address, body)
    page = response.content.decode()
    assert response.status_code == 400
    assert "không nhận tệp" in page
    assert CANARY not in page
    assert taken <= 2 * uploads.NoFiles.chunk_size
    assert list(data.iterdir()) == []


def test_words_may_come_in_parts_without_files(an):
    assert an.client.post("/chu/", {"text": "kính gửi"}).content.decode() == "kính gửi"


# ── how much ────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_gigabytes_are_refused_by_their_head(an):
    response, taken = send(an.client, "/nhan/", body_of(("a.pdf", b"x")), length=2 * 2**30)
    page = response.content.decode()
    assert (response.status_code, taken) == (413, 0)
    assert "lớn hơn 10 MB" in page
    assert "Không phần nào" in page
    assert "Khi báo lỗi" in page


def test_too_long_a_form_is_refused_by_its_head(an, khach):
    for person in (an, khach):
        response, taken = send(person.client, "/moi-nguoi/", b"x" * 100, length=uploads.longest_form() + 1)
        assert (response.status_code, taken) == (413, 0)


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=kep", "application/x-www-form-urlencoded"])
def test_too_many_words_are_refused_with_a_page(an, kind, settings):
    text = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    part = f'--kep\r\nContent-Disposition: form-data; name="text"\r\n\r\n{text}\r\n--kep--\r\n'
    body = part if kind.startswith("multipart") else f"text={text}"
    response = an.client.generic("POST", "/chu/", body, content_type=kind)
    assert response.status_code == 413
    assert "biểu mẫu" in response.content.decode()


def test_a_file_past_the_largest_size_is_refused_while_it_comes(an, settings, data, caplog):
    settings.PHOIHOP_LARGEST_FILE = 5 * MB
    most = 5 * MB + uploads.longest_form()
    body = body_of((f"{CANARY}.pdf", b"x" * (most - 1000)))
    response, taken = send(an.client, "/nhan/", body)
    page = response.content.decode()
    assert (response.status_code, seen) == (413, [])
    assert "lớn hơn 5 MB" in page
    assert 5 * MB < taken < 6 * MB
    assert CANARY not in page + caplog.text
    assert list((data / "spool").iterdir()) == []


def test_many_files_together_are_no_larger_than_one(an, settings):
    settings.PHOIHOP_LARGEST_FILE = 2 * MB
    files = [(f"{number}.pdf", b"x" * (MB - 1000)) for number in range(3)]
    assert send(an.client, "/nhan/", body_of(*files[:2]))[0].status_code == 200
    assert send(an.client, "/nhan/", body_of(*files))[0].status_code == 413


def test_too_many_files_are_refused(an, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    files = [(f"{number}.pdf", b"x") for number in range(4)]
    assert send(an.client, "/nhan/", body_of(*files[:3]))[0].status_code == 200
    response, _ = send(an.client, "/nhan/", body_of(*files))
    assert response.status_code == 413
    assert "tối đa 3 tệp" in response.content.decode()


@pytest.mark.parametrize(
    "body",
    [
        body_of(("a.pdf", b"x" * 100_000), end=b""),
        body_of((CANARY * 60, b"x")),
        b"no part at all",
    ],
)
def test_a_body_cut_off_or_with_an_endless_name_is_refused(an, body, caplog):
    response, _ = send(an.client, "/nhan/", body)
    told = response.content.decode()
    if response.status_code == 200:
        assert response.json()["files"] == []
    else:
        assert response.status_code == 400
        assert "không đọc được" in told
    assert CANARY not in told + caplog.text


def test_a_full_disk_is_said_with_a_page(an, data, caplog):
    with a_disk_of(MB):
        response, _ = send(an.client, "/nhan/", body_of((f"{CANARY}.pdf", os.urandom(IN_MEMORY + 1))))
    page = response.content.decode()
    assert (response.status_code, seen) == (507, [])
    assert "hết chỗ" in page
    assert CANARY not in page + caplog.text
    assert list((data / "spool").iterdir()) == []


def test_whatever_stops_an_upload_wipes_what_had_come(an, settings, monkeypatch):
    made = []

    class Watched(Spool):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            made.append(self)

    monkeypatch.setattr(uploads, "Spool", Watched)
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
    send(an.client, "/nhan/", body_of(("a.pdf", b"a"), ("b.pdf", b"b")))
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 9
    settings.PHOIHOP_LARGEST_FILE = 100
    send(an.client, "/nhan/", body_of(("c.pdf", b"c" * 50), ("d.pdf", b"d" * 60)))
    send(an.client, "/nhan/", body_of(("e.pdf", b"e"), end=b""))
    assert len(made) >= 4
    assert [spool for spool in made if not spool.closed] == []


def test_no_file_is_made_under_a_name_anywhere(an, data, monkeypatch):
    opened = []
    real = os.open

    def watch(place, *args, **kwargs):
        opened.append(str(place))
        return real(place, *args, **kwargs)

    before = set(Path(gettempdir()).iterdir())
    monkeypatch.setattr(os, "open", watch)
    send(an.client, "/nhan/", body_of((f"{CANARY}.pdf", CANARY.encode() * 300_000)))
    assert opened == [str(data / "spool")]
    assert list((data / "spool").iterdir()) == []
    assert {path for path in set(Path(gettempdir()).iterdir()) - before if "phoihop" in path.name} == set()


def test_a_file_does_not_show_its_name_where_it_may_be_logged():
    with Spool.holding(b"x", CANARY) as spool:
        assert CANARY not in repr(uploads.SpooledFile(spool, CANARY, CANARY, "application/pdf"))
