"""How files come in by the web: into spools, and only where a door takes files.

Refused (UploadRefused, with the sentence for the sender): more than the largest size, too many files, a body that was
cut off, and any file at a door that takes none. Nothing of what was refused is kept.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.translation import gettext as _

from phoihop.documents.outside.spool import IN_MEMORY, NoRoom, Spool

NAMELESS = "-"  # for what is left of a name like "../"


class UploadRefused(RequestDataTooBig):
    """What was sent is not taken in. The message is a sentence fit for the sender, and names nothing of it.

    It is Django's own refusal of a body, so that a body once refused is not read a second time.
    """

    def __init__(self, sentence: str, status: int = 413) -> None:
        super().__init__(sentence)
        self.status = status


class SpooledFile(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs only
    """An uploaded file in its spool. `client_name` is the name just as it was sent, for the guard; `name` is Django's
    cleaned one. Closing it, which every request does at its end, wipes the spool."""

    def __init__(self, spool: Spool, name: str, client_name: str, content_type: str) -> None:
        super().__init__(spool, name, content_type, spool.size)
        self.spool = spool
        self.client_name = client_name

    def __repr__(self) -> str:
        return f"<SpooledFile {self.spool.size} bytes>"  # without the name: this may reach a log


class SpoolHandler(FileUploadHandler):
    """Takes every file of one request into a spool. All of them share one allowance of memory."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.client_name = ""
        self.file: Spool | None = None
        self.memory_left = IN_MEMORY
        self.room_left = largest_file()
        self._is_parsing = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  # Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> Any:
        """Parses the body with a parser that keeps the names as they were sent."""
        if self._is_parsing:
            return None
        self._is_parsing = True
        try:
            return _ParserOfNames(META, input_data, [self], encoding, self).parse()
        except MultiPartParserError:
            raise UploadRefused(broken_off(), 400) from None  # Django's own words may quote what was sent
        except TooManyFilesSent:
            raise UploadRefused(too_many()) from None
        except NoRoom as error:
            raise UploadRefused(str(error), 507) from None
        finally:
            if self.file is not None:  # not complete: something stopped us
                self.file.close()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = Spool(self.client_name, in_memory=self.memory_left)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.room_left -= len(raw_data)
        if self.room_left < 0:
            raise UploadRefused(too_large())
        self._spool().write(raw_data)

    def file_complete(self, file_size: int) -> SpooledFile:
        spool, self.file = self._spool(), None
        spool.seek(0)
        if not spool.is_on_disk:
            self.memory_left -= spool.size
        return SpooledFile(spool, self.file_name or NAMELESS, self.client_name, self.content_type or "")

    def upload_interrupted(self) -> None:
        raise UploadRefused(broken_off(), 400)

    def _spool(self) -> Spool:
        if self.file is None:
            raise RuntimeError("a piece of a file came before the file")
        return self.file


class NoFiles(FileUploadHandler):
    """Stands at every door that takes no files."""

    def new_file(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UploadRefused(
            _("Trang này không nhận tệp. Hãy mở mục văn bản, chọn “Đưa văn bản vào” rồi gửi lại ở đó."), 400
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> NoReturn:
        raise RuntimeError("no file is ever begun here")

    def file_complete(self, file_size: int) -> NoReturn:
        raise RuntimeError("no file is ever begun here")


class _ParserOfNames(MultiPartParser):
    """Django's parser, which cuts and cleans names; this one tells the handler what was really sent."""

    def __init__(self, META: Any, data: Any, handlers: Any, encoding: Any, handler: SpoolHandler) -> None:  # noqa: N803
        super().__init__(META, data, handlers, encoding)
        self._handler = handler

    def sanitize_file_name(self, file_name: str) -> str:
        self._handler.client_name = file_name
        # Nothing left of the name: Django would drop the file without a word; the sender must hear of it.
        return super().sanitize_file_name(file_name) or NAMELESS


def largest_file() -> int:
    """The most bytes of files that one request may bring."""
    return int(settings.PHOIHOP_LARGEST_FILE)


def longest_form() -> int:
    """The most bytes of a body without files: its wrapping may weigh as much as its words."""
    return 2 * int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)


def too_large() -> str:
    most = largest_file() // 2**20
    return _(
        "Lần gửi này lớn hơn %(most)s MB, mức lớn nhất hệ thống nhận một lần. Hãy gửi từng tệp một, hoặc tách tệp, "
        "quét lại ở 300 dpi rồi gửi lại."
    ) % {"most": most}


def too_long() -> str:
    return _("Nội dung gửi lên dài hơn mức một biểu mẫu được nhận. Hãy rút ngắn, hoặc gửi làm nhiều lần.")


def too_many() -> str:
    most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
    return _("Một lần chỉ nhận tối đa %(most)s tệp. Hãy chia ra gửi làm nhiều lần.") % {"most": most}


def broken_off() -> str:
    return _(
        "Lần gửi bị ngắt giữa chừng hoặc tên tệp quá dài nên không đọc được. Hãy kiểm tra kết nối, "
        "đặt tên tệp ngắn lại rồi gửi lại."
    )
