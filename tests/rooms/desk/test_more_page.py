"""Every part of the menu on one page."""


def test_lists_every_part_of_the_menu(an, long):
    page = an.client.get("/lam-viec/them/").content.decode()
    for url in ("/lam-viec/", "/lam-viec/chuong-trinh/", "/lam-viec/cong-van/", "/lam-viec/cua-toi/"):
        assert f'href="{url}"' in page
    assert 'href="/lam-viec/so-cai/"' not in page
    assert 'href="/lam-viec/so-cai/"' in long.client.get("/lam-viec/them/").content.decode()


def test_has_a_line_of_its_own_for_each_line_of_the_menu(an):
    """The menu stands beside the page too, so that its addresses alone would prove nothing."""
    page = an.client.get("/lam-viec/them/").content.decode()
    beside, own = page.split("<main", 1)[0], page.split("<main", 1)[1]
    assert beside.count("data-label=") == own.count('class="row"') - 2 > 20  # and two of his own account
    assert '<a href="/lam-viec/nghia-vu/">Nghĩa vụ</a>' in own


def test_asks_who_you_are(khach):
    assert khach.client.get("/lam-viec/them/").status_code == 302
