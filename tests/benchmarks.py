"""How fast the site builds and how light its pages are. Not a test: speed depends on the machine.

python tests/benchmarks.py
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import site_under_test

sys.path.append(str(site_under_test.ROOT / "docs"))
import chromium

RUNS = 5


def main():
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        site_under_test.build(site).check_returncode()  # fills the caches, which a warm build has
        print(f"warm build, both languages: {median(lambda: site_under_test.build(site)):.2f} s")
        print(f"preview after editing a page: {statistics.median(reloads(Path(folder))):.2f} s")
        weights = weigh(site)
        heaviest = max(weights, key=lambda path: weights[path][0])
        print(f"heaviest page: {weights[heaviest][0] / 1024:.0f} KB, {heaviest or 'home'}")
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
    """For each page: bytes (text compressed with gzip) and requests of a browser that opens it."""
    server = site_under_test.serve(site)
    address = f"http://127.0.0.1:{server.server_port}/"
    found = {}
    with chromium.started() as browser:
        for path in site_under_test.paths():
            loaded = []
            page = browser.new_page()
            page.on("response", lambda response, loaded=loaded: loaded.append(response.url))
            page.goto(address + path, wait_until="load")
            page.wait_for_timeout(1000)
            page.close()
            sizes = [site_under_test.size(site, url.removeprefix(address)) for url in loaded]
            found[path] = (sum(sizes), len(loaded))
    server.shutdown()
    return found


if __name__ == "__main__":
    main()
