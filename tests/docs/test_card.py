"""The pictures that other sites show with a link to this one."""

import card
import pytest
from PIL import Image


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_shows_what_the_site_says_today(lang, monkeypatch):
    assert card.is_current(lang), "run: python3 dev.py update cards"
    with Image.open(card.picture(lang)) as picture:
        assert picture.size == (1200, 630)
    monkeypatch.setattr(card, "PAGE", card.PAGE + " ")
    assert not card.is_current(lang)
