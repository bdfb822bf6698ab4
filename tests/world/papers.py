"""Papers and scans of them: letters as offices write them, with stamps, seals and signatures, turned, faint, noisy.

Refused: to draw without a font that has Vietnamese letters (NoVietnameseFont).
"""

from __future__ import annotations

import io
import math
import random
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

A4 = (210, 297)  # mm
RED = (205, 22, 32)
BLUE = (30, 50, 160)
BLACK = (15, 15, 15)
NUMBER_BLOCK = (38.0, 66.0)  # mm from the left and top: under the number of a letter, where marks belong

_FOLDERS = ("/usr/share/fonts/truetype/croscore", "/usr/share/fonts/truetype/liberation2")
_FAMILIES = {"serif": ("Tinos", "LiberationSerif"), "sans": ("Arimo", "LiberationSans")}
_PROOF = 0x1EE6  # Ủ: fonts without it draw boxes for half of Vietnamese


class NoVietnameseFont(RuntimeError):
    """No font on this machine has the Vietnamese letters."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A rubber stamp; `at` is its centre in mm, `ink` from 0 (nothing) to 1 (fresh), `border` the number of frames."""

    word: str
    at: tuple[float, float] = NUMBER_BLOCK
    angle: float = 0
    ink: float = 1
    border: int = 2
    smudge: float = 0
    colour: tuple[int, int, int] = RED
    family: str = "serif"


@dataclass(frozen=True, slots=True)
class Seal:
    """The round red seal of an office; `at` is its centre in mm."""

    at: tuple[float, float] = (128.0, 240.0)
    text: str = "ỦY BAN NHÂN DÂN TỈNH AN GIANG * SỞ Y TẾ *"
    ink: float = 0.85


def letter_text(
    *,
    parent: str = "UBND TỈNH AN GIANG",
    office: str = "SỞ Y TẾ",
    number: str = "Số: 05/KH-SYT",
    place_date: str = "An Giang, ngày 05 tháng 01 năm 2026",
    kind: str = "KẾ HOẠCH",
    subject: str = "Phối hợp thông tin về phòng, chống dịch năm 2026",
    paragraphs: Sequence[str] = (),
    signer: str = "Nguyễn Thị Hồng Ánh",
    post: str = "PHÓ GIÁM ĐỐC",
    country: str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
) -> str:
    """A letter of an office, for `paper_image`: a tab parts two columns, a line between tabs is a centred heading."""
    head = [
        f"{parent}\t{country}",
        f"{office}\tĐộc lập - Tự do - Hạnh phúc",
        f"{number}\t{place_date}",
        "",
        "",
        f"\t{kind}\t",
        f"\t{subject}\t",
        "",
    ]
    foot = [
        "",
        "Nơi nhận:\tKT. GIÁM ĐỐC",
        f"- UBND tỉnh (để b/c);\t{post}",
        "- Ban Tuyên giáo Tỉnh ủy;\t",
        "- Lưu: VT, NVY.\t",
        "\t ",
        f" \t{signer}",
    ]
    return "\n".join([*head, *(paragraphs or _PARAGRAPHS), *foot])


_PARAGRAPHS = (
    "Căn cứ Quy chế phối hợp giữa các cơ quan trong tỉnh về cung cấp thông tin cho người dân;",
    "Căn cứ tình hình dịch bệnh những tháng cuối năm và yêu cầu giữ vững công tác dự phòng tại cơ sở.",
    "Sở Y tế xây dựng kế hoạch phối hợp với các cơ quan, đơn vị có liên quan như sau:",
    (
        "1. Mục đích: bảo đảm thông tin đến với người dân được kịp thời, chính xác, thống nhất; mỗi việc có một đơn vị "
        "chủ trì, thời hạn rõ ràng và kết quả được kiểm chứng."
    ),
    (
        "2. Yêu cầu: các đơn vị cung cấp số liệu trước ngày 20 hằng tháng; trường hợp đột xuất thì báo cáo ngay "
        "trong ngày bằng hình thức nhanh nhất, sau đó gửi văn bản."
    ),
    (
        "3. Nội dung phối hợp: theo dõi số ca mắc mới tại các xã, phường, đặc khu; chuẩn bị thuốc, vật tư, "
        "giường bệnh; hướng dẫn người dân vệ sinh nhà ở, diệt lăng quăng, đeo khẩu trang nơi đông người và khai "
        "báo khi có dấu hiệu bệnh."
    ),
    (
        "4. Tổ chức thực hiện: Trung tâm Kiểm soát bệnh tật là đầu mối tổng hợp; các bệnh viện phân công người trực "
        "đường dây nóng; cơ quan báo chí của tỉnh đăng phát bản tin vào 17 giờ mỗi ngày."
    ),
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị các đơn vị phản ánh về Sở Y tế để được giải quyết.",
)


def paper_image(
    text: str | Sequence[str] = "",
    *,
    dpi: int = 300,
    angle: float = 0,
    noise: float = 0,
    blur: float = 0,
    ink: float = 1,
    stamp: str | Stamp | Sequence[Stamp] | None = None,
    seal: bool | Seal = False,
    signature: bool = False,
    banner: str = "",
    grey: bool = False,
    quality: int | None = None,
    size: tuple[int, int] = A4,
    seed: int = 1,
) -> Image.Image:
    """The picture of a paper as a scanner gives it, A4 unless told.

    `angle` turns the paper counter-clockwise (whole quarters turn the page's shape too), `noise` 0 to 1 scatters
    specks, `ink` below 1 makes the print faint, `banner` is a red heading, `quality` a passage through JPEG.
    """
    if not isinstance(text, str):
        text = "\n".join(text)
    page = Image.new("RGB", (_px(size[0], dpi), _px(size[1], dpi)), "white")
    _write(page, text, dpi, _paled(BLACK, ink), under_banner=bool(banner))
    if banner:
        font = _font(22, dpi, bold=True)
        ImageDraw.Draw(page).text((page.width / 2, _px(18, dpi)), banner, fill=RED, font=font, anchor="mm")
    if signature:
        _sign(page, dpi, seed)
    if seal:
        _press_seal(page, seal if isinstance(seal, Seal) else Seal(), dpi)
    given = [Stamp(stamp)] if isinstance(stamp, str) else [stamp] if isinstance(stamp, Stamp) else stamp or ()
    for one in given:
        _press_stamp(page, one, dpi, seed)
    return _scanned(page, angle, blur, noise, grey, quality, seed)


def scan_pdf(images: Sequence[Image.Image], dpi: int = 300) -> bytes:
    """A PDF of pictures alone, as a scanner makes it."""
    out = io.BytesIO()
    first, *rest = images
    first.save(out, "PDF", resolution=float(dpi), save_all=True, append_images=rest, quality=85)
    return out.getvalue()


# ── print ────────────────────────────────────────────────────────────────────────────────────────────────────


def _write(page: Image.Image, text: str, dpi: int, colour: tuple[int, int, int], *, under_banner: bool) -> None:
    draw = ImageDraw.Draw(page)
    left, right, y = _px(30, dpi), page.width - _px(18, dpi), _px(30 if under_banner else 22, dpi)
    step = round(13 / 72 * dpi * 1.35)
    for line in text.split("\n"):
        if line.startswith("\t") and line.endswith("\t") and len(line) > 1:
            font = _font(14, dpi, bold=True)
            draw.text((page.width / 2, y), line.strip(), fill=colour, font=font, anchor="ma")
        elif "\t" in line:
            one, _, other = line.partition("\t")
            for words, centre in ((one, left + _px(30, dpi)), (other, right - _px(47, dpi))):
                font = _font(12, dpi, bold=words.isupper())
                draw.text((centre, y), words.strip(), fill=colour, font=font, anchor="ma")
        else:
            y = _paragraph(draw, line, (left, right, y), dpi, colour, step)
            continue
        y += step


def _paragraph(
    draw: ImageDraw.ImageDraw,
    words: str,
    place: tuple[int, int, int],
    dpi: int,
    colour: tuple[int, int, int],
    step: int,
) -> int:
    """Justified, the first line indented; gives the height where the next line begins."""
    left, right, y = place
    font = _font(13, dpi)
    space = font.getlength(" ")
    x0, line, width = left + _px(10, dpi), list[str](), 0.0
    for word in [*words.split(), ""]:
        length = font.getlength(word)
        if line and (not word or x0 + width + len(line) * space + length > right):
            gap = space if not word else (right - x0 - width) / max(1, len(line) - 1)
            x = float(x0)
            for each in line:
                draw.text((x, y), each, fill=colour, font=font)
                x += font.getlength(each) + gap
            x0, line, width = left, [], 0.0
            y += step
        line.append(word)
        width += length
    return y if words else y + step


def _sign(page: Image.Image, dpi: int, seed: int) -> None:
    chance = random.Random(seed)
    x, y = _px(128, dpi), _px(238, dpi)
    points = [(x, y)]
    for step in range(60):
        swing = math.sin(step * 0.9 + chance.random())
        points.append((x + _px(step * 0.6, dpi), y + _px(7 * swing * chance.random(), dpi)))
    ImageDraw.Draw(page).line(points, fill=BLUE if seed % 2 else RED, width=max(2, _px(0.7, dpi)), joint="curve")


def _paled(colour: tuple[int, int, int], ink: float) -> tuple[int, int, int]:
    red, green, blue = (round(255 - (255 - part) * ink) for part in colour)
    return red, green, blue


# ── rubber ───────────────────────────────────────────────────────────────────────────────────────────────────


def _press_stamp(page: Image.Image, stamp: Stamp, dpi: int, seed: int) -> None:
    font = _font(13.5, dpi, bold=True, family=stamp.family)
    width = _px(max(20, font.getlength(stamp.word) / dpi * 25.4 + 5), dpi)
    height = _px(8 if stamp.border else 7, dpi)
    rubber = Image.new("L", (width + 8, height + 8), 0)
    draw = ImageDraw.Draw(rubber)
    line = max(1, _px(0.35, dpi))
    for number in range(stamp.border):
        inset = 4 + number * _px(1, dpi)
        draw.rectangle((inset, inset, rubber.width - inset, rubber.height - inset), outline=255, width=line)
    draw.text((rubber.width / 2, rubber.height / 2), stamp.word, fill=255, font=font, anchor="mm")
    if stamp.smudge:
        # A blurred twin beside the print, and flakes where the rubber did not touch.
        shifted = rubber.transform(rubber.size, Image.Transform.AFFINE, (1, 0, -_px(stamp.smudge * 0.4, dpi), 0, 1, 0))
        print_ = np.maximum(np.asarray(rubber), np.asarray(shifted.filter(ImageFilter.GaussianBlur(dpi / 150))) // 2)
        chance = np.random.default_rng(seed)
        flakes = Image.fromarray((chance.random((rubber.height // 3 + 1, rubber.width // 3 + 1)) * 255).astype("uint8"))
        mask = np.asarray(flakes.resize(rubber.size, Image.Resampling.BILINEAR)) > 60 * stamp.smudge
        rubber = Image.fromarray((print_ * mask).astype("uint8"))
    rubber = rubber.rotate(stamp.angle, Image.Resampling.BICUBIC, expand=True)
    _press(page, rubber, stamp.at, stamp.colour, stamp.ink, dpi)


def _press_seal(page: Image.Image, seal: Seal, dpi: int) -> None:
    size = _px(36, dpi)
    rubber = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(rubber)
    for inset, width in ((1, 1.0), (8, 0.4)):
        edge = _px(inset, dpi)
        draw.ellipse((edge, edge, size - edge, size - edge), outline=255, width=max(1, _px(width, dpi)))
    font = _font(9, dpi, bold=True)
    for place, letter in enumerate(seal.text):
        turn = 2 * math.pi * place / len(seal.text) + math.pi
        glyph = Image.new("L", (_px(6, dpi), _px(6, dpi)), 0)
        ImageDraw.Draw(glyph).text((glyph.width / 2, glyph.height / 2), letter, fill=255, font=font, anchor="mm")
        glyph = glyph.rotate(-math.degrees(turn) - 90, Image.Resampling.BICUBIC)
        radius = _px(13.2, dpi)
        x = size / 2 + radius * math.cos(turn) - glyph.width / 2
        y = size / 2 + radius * math.sin(turn) - glyph.height / 2
        rubber.paste(255, (round(x), round(y)), glyph)
    draw.regular_polygon((size / 2, size / 2, _px(6, dpi)), 5, fill=255)
    _press(page, rubber, seal.at, RED, seal.ink, dpi)


def _press(
    page: Image.Image,
    rubber: Image.Image,
    at: tuple[float, float],
    colour: tuple[int, int, int],
    ink: float,
    dpi: int,
) -> None:
    """Ink darkens what is below it; black print under a stamp stays black."""
    left, top = _px(at[0], dpi) - rubber.width // 2, _px(at[1], dpi) - rubber.height // 2
    box = (left, top, left + rubber.width, top + rubber.height)
    below = np.asarray(page.crop(box), dtype=np.float32)
    strength = (np.asarray(rubber, dtype=np.float32) / 255 * ink)[:, :, None]
    stained = below * (1 - strength * (1 - np.asarray(colour, dtype=np.float32) / 255))
    page.paste(Image.fromarray(stained.astype("uint8")), (left, top))


# ── scanner ──────────────────────────────────────────────────────────────────────────────────────────────────


def _scanned(
    page: Image.Image, angle: float, blur: float, noise: float, grey: bool, quality: int | None, seed: int
) -> Image.Image:
    turns = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
    if turn := turns[round(angle / 90) % 4]:
        page = page.transpose(turn)
    if skew := angle - 90 * round(angle / 90):
        page = page.rotate(skew, Image.Resampling.BICUBIC, fillcolor="white")
    if blur:
        page = page.filter(ImageFilter.GaussianBlur(blur))
    if noise:
        page = _specked(page, noise, seed)
    if grey:
        page = page.convert("L")
    if quality is not None:
        passage = io.BytesIO()
        page.save(passage, "JPEG", quality=quality)
        page = Image.open(io.BytesIO(passage.getvalue()))
        page.load()
    return page


def _specked(page: Image.Image, noise: float, seed: int) -> Image.Image:
    chance = np.random.default_rng(seed)
    pixels = np.asarray(page).astype(np.int16)
    pixels += chance.normal(0, 14 * noise, pixels.shape[:2]).astype(np.int16)[:, :, None]
    specks = chance.random(pixels.shape[:2])
    pixels[specks < 0.004 * noise] -= 150
    return Image.fromarray(pixels.clip(0, 255).astype("uint8"))


# ── letters ──────────────────────────────────────────────────────────────────────────────────────────────────


def _px(mm: float, dpi: int) -> int:
    return round(mm / 25.4 * dpi)


@cache
def _font(points: float, dpi: int, *, bold: bool = False, family: str = "serif") -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_file(bold=bold, family=family), round(points / 72 * dpi))


@cache
def font_file(*, bold: bool = False, family: str = "serif") -> str:
    """The path of a font with Vietnamese letters: the known ones first, then whatever fontconfig offers."""
    ending = "-Bold.ttf" if bold else "-Regular.ttf"
    for folder in _FOLDERS:
        for name in _FAMILIES[family]:
            path = Path(folder) / f"{name}{ending}"
            if path.is_file():
                return str(path)
    style = "bold" if bold else "regular"
    asked = ["fc-match", "-f", "%{file}", f"{family}:style={style}:charset={_PROOF:x}"]
    try:
        found = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        found = ""
    if found and Path(found).is_file() and ImageFont.truetype(found, 20).getmask("Ủ").getbbox():
        return found
    raise NoVietnameseFont(
        "No font with Vietnamese letters was found. Install one: apt-get install fonts-croscore (or fonts-liberation2)."
    )
