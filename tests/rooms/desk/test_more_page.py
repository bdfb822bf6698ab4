"""Every part of the menu on one page."""


def test_lists_every_part_of_the_menu(an, long):
    page = an.client.get("/lam-viec/them/").content.decode()
    for url in ("/lam-viec/", "/lam-viec/chuong-trinh/", "/lam-viec/cong-van/", "/lam-viec/cua-toi/"):
        assert f'href="{url}"' in page
    assert 'href="/lam-viec/so-cai/"' not in page
    assert 'href="/lam-viec/so-cai/"' in long.client.get("/lam-viec/them/").content.decode()


def test_asks_who_you_are(khach):
    assert khach.client.get("/lam-viec/them/").status_code == 302
