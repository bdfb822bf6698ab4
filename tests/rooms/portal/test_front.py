from phoihop.publications import commands
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.publications import copy


def test_a_piece_of_news_stands_at_its_address_in_both_languages(world: World, khach: Person) -> None:
    commands.publish(copy=copy(world), by=LOADER, at=world.at)
    for root, words in (("", '<html lang="vi">'), ("/en", '<html lang="en">')):
        page = khach.client.get(f"{root}/tin/TT-kg-2021-0001/")
        assert page.status_code == 200
        assert words in page.content.decode()
        assert not page.cookies
    assert khach.client.get("/").status_code == 200
    assert khach.client.get("/tin/TT-kg-2021-9999/").status_code == 404
