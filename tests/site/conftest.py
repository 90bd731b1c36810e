"""The built site in a browser.

Needs Chromium or Chrome. Where there is none these tests are reported as skipped; on CI they fail.
"""

import contextlib
import functools
import os

import chromium
import pytest
import site_under_test


@pytest.fixture(scope="session")
def browser():
    if not chromium.program():
        on_ci = os.environ.get("CI") == "true"
        pytest.fail(chromium.MISSING) if on_ci else pytest.skip(chromium.MISSING)
    with chromium.started() as browser:
        yield browser


@pytest.fixture(scope="session")
def address(built_site):
    server = site_under_test.serve(built_site)
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@contextlib.contextmanager
def opening(browser, address):
    """Opens pages; a request to another host or an error in the console is an error in the end."""
    contexts, problems = [], []

    def open_page(path, **options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on(
            "request",
            lambda request: (
                request.url.startswith((address, "data:", "blob:")) or problems.append(request.url)
            ),
        )
        page.on("console", lambda line: line.type == "error" and problems.append(line.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(address + path, wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems


@pytest.fixture
def open_page(browser, address):
    """Opens pages for one test."""
    with opening(browser, address) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def open_large(browser, address):
    """Opens pages as for somebody who has set text in the browser to 200 %."""
    large = browser.browser_type.launch(
        executable_path=chromium.program(),
        args=[*chromium.QUIET, "--blink-settings=defaultFontSize=32"],
    )
    with opening(large, address) as open_page:
        yield open_page
    large.close()


@pytest.fixture(scope="module")
def open_once(browser, address):
    """Opens pages for all tests of a file, each once: what they have loaded stays loaded."""
    with opening(browser, address) as open_page:
        yield functools.cache(open_page)
