"""Files nobody could read wait encrypted, names and all, and are gone when half of their key is."""

import os
import stat

import pytest

from phoihop.documents.outside import quarantine
from phoihop.documents.outside.quarantine import Lost
from phoihop.documents.outside.spool import PIECE, NoRoom, Spool
from tests.rooms.documents.full_disk import a_disk_of

NAME = "../kế hoạch \u202e\x00 mật mã.pdf"
CANARY = "chim hoàng yến 5521".encode()


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    settings.PHOIHOP_DATA = tmp_path
    return tmp_path


@pytest.fixture
def item(data):
    with Spool.holding(CANARY * 60_000, NAME) as spool:
        return quarantine.put(spool, NAME)


def path_of(data, ticket):
    return data / "quarantine" / ticket.id


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_goes_in_comes_out_with_its_name(size):
    content = os.urandom(size)
    with Spool.holding(content) as spool:
        ticket = quarantine.put(spool, NAME)
    spool, name = quarantine.take(ticket.id, ticket.key)
    with spool:
        assert (spool.read(), name, spool.name) == (content, NAME, NAME)
    assert quarantine.name_of(ticket.id, ticket.key) == NAME


def test_nothing_readable_lies_in_the_folder(data, item):
    written = path_of(data, item).read_bytes()
    assert CANARY not in written
    assert NAME.encode() not in written
    assert item.key not in written
    assert [path.name for path in (data / "quarantine").iterdir()] == [item.id]
    assert stat.S_IMODE(path_of(data, item).stat().st_mode) == 0o600
    assert stat.S_IMODE((data / "quarantine").stat().st_mode) == 0o700


def test_a_ticket_does_not_show_its_key(item):
    assert item.key.hex() not in repr(item)
    assert repr(item.key) not in repr(item)


def test_two_items_of_one_file_share_nothing(data):
    with Spool.holding(CANARY) as spool:
        one, other = quarantine.put(spool, NAME), quarantine.put(spool, NAME)
    assert one.key != other.key
    with pytest.raises(Lost):
        quarantine.take(other.id, one.key)
    path_of(data, one).write_bytes(path_of(data, other).read_bytes())
    with pytest.raises(Lost):  # an item moved under another's name
        quarantine.take(one.id, other.key)


def test_a_wrong_key_opens_nothing(item):
    with pytest.raises(Lost, match="xin gửi lại"):
        quarantine.take(item.id, bytes(32))
    with pytest.raises(Lost):
        quarantine.name_of(item.id, bytes(32))


@pytest.mark.parametrize(
    "harm",
    [
        lambda old: old[:-1] + bytes([old[-1] ^ 1]),
        lambda old: old[:40],
        lambda old: old[: len(old) - 20],
        lambda old: old[:10],
        lambda old: b"",
        lambda old: bytes([old[0] ^ 1]) + old[1:],
        lambda old: old[:32] + b"\xff\xff\xff\xff" + old[36:],
        lambda old: old + b"\x00",
    ],
)
def test_a_changed_item_does_not_open(data, item, harm):
    path = path_of(data, item)
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(Lost):
        quarantine.take(item.id, item.key)


def test_an_item_cut_at_the_edge_of_a_part_does_not_open(data):
    with Spool.holding(os.urandom(3 * PIECE)) as spool:
        ticket = quarantine.put(spool, "x")
    path = path_of(data, ticket)
    path.write_bytes(path.read_bytes()[: -(PIECE + 16 + 4)])
    with pytest.raises(Lost):
        quarantine.take(ticket.id, ticket.key)


def test_dropped_is_gone_even_for_who_still_has_the_key(data, item):
    copy = data / "another name of the same bytes on the disk"
    copy.hardlink_to(path_of(data, item))
    quarantine.drop(item.id)
    quarantine.drop(item.id)
    assert list((data / "quarantine").iterdir()) == []
    with pytest.raises(Lost):
        quarantine.take(item.id, item.key)
    path_of(data, item).hardlink_to(copy)
    with pytest.raises(Lost):  # the half of the key that lay in the file was overwritten
        quarantine.take(item.id, item.key)


@pytest.mark.parametrize("name", ["", "../secret-key", "A" * 32, "a" * 31, "a" * 32 + "\n"])
def test_an_item_is_named_by_its_ticket_and_nothing_else(name):
    for verb in (lambda item: quarantine.take(item, bytes(32)), quarantine.drop):
        with pytest.raises(ValueError, match="32 hexadecimal"):
            verb(name)


def test_the_sweep_drops_old_items_that_nobody_names(data):
    with Spool.holding(CANARY) as spool:
        named, stray, young = (quarantine.put(spool, NAME) for _ in range(3))
    for ticket in (named, stray):
        os.utime(path_of(data, ticket), (1, 1))
    (data / "quarantine" / "not ours").write_text("x")
    assert quarantine.sweep({named.id}) == 1
    assert not path_of(data, stray).exists()
    assert path_of(data, named).exists()
    assert path_of(data, young).exists()


def test_the_sweep_of_a_house_without_quarantine_does_nothing():
    assert quarantine.sweep(set()) == 0


def test_a_full_disk_is_said_and_leaves_nothing(data):
    with Spool.holding(os.urandom(2**20)) as spool, a_disk_of(2**16), pytest.raises(NoRoom, match="hết chỗ"):
        quarantine.put(spool, NAME)
    assert list((data / "quarantine").iterdir()) == []


def test_a_wrapped_key_fits_its_row_and_its_site(settings, item):
    wrapped = quarantine.wrap_key(item.key)
    assert len(wrapped) <= 200
    assert quarantine.unwrap_key(wrapped) == item.key
    settings.SECRET_KEY = "another"
    with pytest.raises(Lost):
        quarantine.unwrap_key(wrapped)


@pytest.mark.parametrize("wrapped", ["", "not base64!", "AAAA", "A" * 56])
def test_an_emptied_or_spoilt_key_is_said(wrapped):
    with pytest.raises(Lost):
        quarantine.unwrap_key(wrapped)
