"""The browser of this machine, for what is drawn, printed and tested with one."""

import contextlib
import shutil
from collections.abc import Iterator

# The first is Chromium without its windows, and faster.
PROGRAMS = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable", "msedge"),
)
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
MISSING = f"install Chromium or Chrome for this (looked for {', '.join(PROGRAMS)})"


def program() -> str | None:
    """Where it is, if this machine has one."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextlib.contextmanager
def started() -> Iterator:
    """The browser, as Playwright drives it."""
    from playwright.sync_api import sync_playwright

    if not program():
        raise FileNotFoundError(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=QUIET)
        yield browser
        browser.close()
