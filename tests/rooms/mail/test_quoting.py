"""Of an answer only what was written is kept, whichever mail program quoted what and signed how."""

from __future__ import annotations

import time

import pytest

from phoihop.mail.outside.markup import words_of
from phoihop.mail.rules.quoting import LONGEST_ANSWER, answer_in

SAID = "Đã nhận công văn.\nSẽ gửi số liệu ngày 15/8."

GMAIL_VI = "Vào Th 2, 2 thg 8, 2021 vào lúc 09:00"
OUTLOOK_EN = "Sent: Monday, August 2, 2021 9:00 AM\nTo: Văn thư\nSubject: Nhắc việc\n\nKính gửi"
OUTLOOK_VI = "Đã gửi: Thứ Hai, 2 tháng 8, 2021 9:00 SA\nTới: Văn thư\nChủ đề: Nhắc việc\n\nKính gửi"

QUOTES = {
    "gmail-vi": f"{GMAIL_VI} Phối Hợp <traloi+abc@so.gov.vn> đã viết:\n\n> Kính gửi\n> Nhắc việc",
    "gmail-vi-wrapped": f"{GMAIL_VI} Ban Tuyên giáo Tỉnh ủy Kiên Giang <\ntraloi+abc@so.gov.vn> đã viết:\n> Kính gửi",
    "gmail-en": "On Mon, 2 Aug 2021 at 09:00, Phối Hợp <traloi+abc@so.gov.vn> wrote:\n\n> Kính gửi",
    "gmail-en-wrapped": "On Mon, Aug 2, 2021 at 9:00 AM Ban Tuyên giáo <traloi+abc@so.gov.vn>\nwrote:\n\n> Kính gửi",
    "outlook-en": f"From: Phối Hợp <traloi+abc@so.gov.vn>\n{OUTLOOK_EN}",
    "outlook-en-ruler": f"________________________________\nFrom: Phối Hợp <a@so.gov.vn>\n{OUTLOOK_EN}",
    "outlook-vi": f"Từ: Phối Hợp <traloi+abc@so.gov.vn>\n{OUTLOOK_VI}",
    "outlook-bold": "*From:* Phối Hợp <a@so.gov.vn>\n*Sent:* Monday\n*To:* Văn thư\n\nKính gửi",
    "outlook-old": "-----Original Message-----\nFrom: Phối Hợp\nKính gửi",
    "outlook-old-vi": "-----Thư gốc-----\nTừ: Phối Hợp\nKính gửi",
    "apple-en": "On 2 Aug 2021, at 09:00, Phối Hợp <traloi@so.gov.vn> wrote:\n\nKính gửi",
    "apple-vi": "Vào 09:00, 2 thg 8, 2021, Phối Hợp <traloi@so.gov.vn> đã viết:\n\n> Kính gửi",
    "thunderbird-en": "On 02/08/2021 09:00, Phối Hợp wrote:\n> Kính gửi",
    "thunderbird-vi": "Vào 02/08/2021 09:00, Phối Hợp đã viết:\n> Kính gửi",
    "forwarded": "---------- Forwarded message ---------\nFrom: Phối Hợp\nKính gửi",
    "our-line": "=== Viết câu trả lời phía trên dòng này ===\nKính gửi",
    "bare": "> Kính gửi\n> Nhắc việc",
}
SIGNATURES = {
    "none": "",
    "dashes": "-- \nVăn thư Sở Y tế\nĐT 0297",
    "dashes-bare": "--\nVăn thư",
    "iphone-vi": "Đã gửi từ iPhone của tôi",
    "iphone-en": "Sent from my iPhone",
    "outlook": "Tải Outlook cho Android",
    "outlook-en": "Get Outlook for iOS",
}


@pytest.mark.parametrize("quote", QUOTES.values(), ids=QUOTES)
@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=SIGNATURES)
def test_what_stands_above_is_kept(quote: str, signature: str) -> None:
    assert answer_in(f"{SAID}\n\n{signature}\n\n{quote}\n") == SAID


def test_an_answer_below_the_quote_is_found() -> None:
    text = "Vào 02/08/2021 09:00, Phối Hợp đã viết:\n> Kính gửi\n> Nhắc việc\n\nĐã nhận.\n\n-- \nVăn thư"
    assert answer_in(text) == "Đã nhận."


@pytest.mark.parametrize(
    "text",
    [
        "Từ: nguồn ngân sách tỉnh, theo quyết định.",
        "On the other hand we wrote: nothing",
        "Gửi từ kho lưu trữ của Sở 3 tập hồ sơ.",
        "Đến: ngày 15 sẽ có số liệu.\nNgày: 15/8",
        "Vào sổ số 15.\nXem thêm phụ lục.",
        "Chúng tôi gạch -- như thế -- trong câu.",
    ],
)
def test_ones_own_words_are_not_taken_for_a_quote(text: str) -> None:
    assert answer_in(text) == text


def test_nothing_written_is_nothing() -> None:
    for text in ("", "\n\n", "> Kính gửi", QUOTES["gmail-vi"], "-- \nVăn thư", QUOTES["outlook-en"]):
        assert answer_in(text) == ""


def test_long_and_hostile_texts_end_soon() -> None:
    start = time.process_time()
    for text in (
        "On " * 400_000,
        "a\n" * 500_000,
        ">" * 1_000_000,
        "Vào " + "<" * 500_000,
        "_" * 900_000,
        "-" * 900_000,
    ):
        assert len(answer_in(text)) <= LONGEST_ANSWER
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "html",
    [
        "<div>Đã nhận.</div><div class='gmail_quote'>On … wrote:<blockquote>Kính gửi</blockquote></div>",
        "<p>Đã&nbsp;nhận.</p><div id='appendonsend'></div><hr><div id='divRplyFwdMsg'>From: x</div><p>Kính gửi</p>",
        "<style>p{}</style><p>Đã nhận.</p><blockquote type='cite'>Kính gửi</blockquote><script>x()</script>",
        "<html><head><title>t</title></head><body>Đã nhận.<blockquote>Kính <p>gửi</blockquote></body>",
    ],
    ids=["gmail", "outlook", "apple", "unclosed"],
)
def test_quotes_of_html_mails_are_left_out(html: str) -> None:
    assert answer_in(words_of(html)) == "Đã nhận."
