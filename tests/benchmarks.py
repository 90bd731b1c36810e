"""How fast the site builds and how light its pages are. Not a test: speed depends on the machine.

python tests/benchmarks.py
"""

import gzip
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import site_under_test

RUNS = 5
INDEX = "search/search_index.json"
TEXT = {".html", ".css", ".js", ".json", ".svg", ".xml"}


def main():
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        site_under_test.build(site).check_returncode()  # fills the caches, which a warm build has
        print(f"warm build, both languages: {median(lambda: site_under_test.build(site)):.2f} s")
        print(f"preview after editing a page: {statistics.median(reloads(Path(folder))):.2f} s")
        weights = weigh(site)
        heaviest = max(weights, key=lambda path: weights[path][0])
        print(f"heaviest page: {weights[heaviest][0] / 1024:.0f} KB, {heaviest or 'home'}")
        print(f"search index: {size(site, INDEX) / 1024:.0f} KB, fetched when a page is there")
        print(f"most requests of a page: {max(requests for _, requests in weights.values())}")


def median(action) -> float:
    """Median seconds of some runs."""
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        action()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def reloads(folder: Path) -> list[float]:
    """Seconds from saving a page until `mkdocs serve --dirty` has built it again."""
    copy = folder / "copy"
    ignored = shutil.ignore_patterns(".venv", ".git", "site", "runs")
    shutil.copytree(site_under_test.ROOT, copy, ignore=ignored)
    page = copy / "docs" / "zh" / "start" / "first-model.md"
    server = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--dirty", "--dev-addr", "127.0.0.1:8123"],
        cwd=copy,
        stderr=subprocess.PIPE,
        text=True,
    )
    times, saved = [], 0.0
    for line in server.stderr:
        if "Serving on" in line or "Reloading browsers" in line:
            if saved:
                times.append(time.perf_counter() - saved)
            if len(times) == RUNS:
                break
            time.sleep(1)
            saved = time.perf_counter()
            page.write_text(page.read_text("utf-8") + "\n\n.", encoding="utf-8")
    server.terminate()
    return times


def weigh(site: Path) -> dict[str, tuple[int, int]]:
    """For each page: bytes (text compressed with gzip) and requests of a browser that opens it.

    Without the bytes of the search index: nobody waits for it.
    """
    from playwright.sync_api import sync_playwright

    server = site_under_test.serve(site)
    address = f"http://127.0.0.1:{server.server_port}/"
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=site_under_test.browser(), args=["--no-sandbox"]
        )
        for path in site_under_test.paths():
            loaded = []
            page = browser.new_page()
            page.on("response", lambda response, loaded=loaded: loaded.append(response.url))
            page.goto(address + path, wait_until="load")
            page.wait_for_timeout(1000)
            page.close()
            found[path] = (
                sum(
                    size(site, url.removeprefix(address))
                    for url in loaded
                    if not url.endswith(INDEX)
                ),
                len(loaded),
            )
        browser.close()
    server.shutdown()
    return found


def size(site: Path, path: str) -> int:
    """Bytes of a file as a server would send it."""
    file = site / path.split("?")[0]
    file = file / "index.html" if file.is_dir() else file
    content = file.read_bytes()
    return len(gzip.compress(content) if file.suffix in TEXT else content)


if __name__ == "__main__":
    main()
