"""How fast the site builds and how light its pages are. Not a test: speed depends on the machine.

    python tests/benchmarks.py
    python tests/benchmarks.py --record

With Lighthouse in node_modules (`npm install --no-save lighthouse`), its scores on a phone, too.
`--record` measures only these, and keeps them for the page for contributors.
"""

import datetime
import functools
import gzip
import http.server
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import site_under_test

sys.path.append(str(site_under_test.ROOT / "docs"))
sys.path.append(str(site_under_test.ROOT / "docs" / "hooks"))
import chromium
from results import LIGHTHOUSE as RECORD

RUNS = 5
LIGHTHOUSE = site_under_test.ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
# The first page, a lesson, a recipe, a lab, a topic of old code, the doctor, the page for drawing.
SCORED = (
    *("", "en/", "en/ideas/tensors/", "en/recipes/cnn/", "en/examples/mistakes/"),
    *("en/old/gpu/", "en/old/doctor/", "en/recipes/draw/"),
)


def main():
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        site_under_test.build(site).check_returncode()  # fills the caches, which a warm build has
        if "--record" in sys.argv:
            return record(site)
        print(f"warm build, both languages: {median(lambda: site_under_test.build(site)):.2f} s")
        print(f"preview after editing a page: {statistics.median(reloads(Path(folder))):.2f} s")
        weights = weigh(site)
        heaviest = max(weights, key=lambda path: weights[path][0])
        print(f"heaviest page: {weights[heaviest][0] / 1024:.0f} KB, {heaviest or 'home'}")
        print(f"most requests of a page: {max(requests for _, requests in weights.values())}")
        print(f"answer to a drawing: {statistics.median(answers(site)):.1f} ms")
        for path, scores in lighthouse(site).items() if LIGHTHOUSE.exists() else ():
            print(f"Lighthouse, {path or 'home'}: {scores}")


def record(site: Path) -> None:
    """Keep the scores of today."""
    kept = {
        "date": datetime.date.today().isoformat(),
        "runs": RUNS,
        "pages": lighthouse(site),
    }
    RECORD.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    print(f"Written: {RECORD}.")


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


def answers(site: Path) -> list[float]:
    """Milliseconds from strokes to ten probabilities and everything shown, on `recipes/draw`."""
    server = site_under_test.serve(site)
    with chromium.started() as browser:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/recipes/draw/")
        times = page.evaluate(ANSWER)
    server.shutdown()
    return times


# A curve that grows, as it does while it is drawn.
ANSWER = """
async () => {
  const draw = document.querySelector("draw-digit"), network = await draw.fetch(), times = [];
  draw.strokes = [[]];
  for (let i = 0; i < 200; i++) {
    draw.strokes[0].push([0.5 + 0.3 * Math.sin(i / 30), 0.2 + i / 400]);
    const begin = performance.now();
    draw.paint();
    draw.answer(network);
    times.push(performance.now() - begin);
  }
  return times;
}
"""


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


class Compressed(site_under_test.Quiet):
    """Sends text as servers do: compressed, many files on one connection."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        content = path.read_bytes()
        self.send_response(200)
        if path.suffix in site_under_test.TEXT:
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def lighthouse(site: Path) -> dict[str, dict[str, int]]:
    """Scores of pages on a phone, each the median of some runs: a busy machine lowers the first."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Compressed, directory=str(site))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found = {}
    for path in SCORED:
        runs = [scores(f"http://127.0.0.1:{server.server_port}/{path}") for _ in range(RUNS)]
        found[path] = {
            name: round(statistics.median(run[name] for run in runs)) for name in runs[0]
        }
    server.shutdown()
    return found


def scores(address: str) -> dict[str, float]:
    flags = ["--quiet", "--output=json", "--chrome-flags=--headless --no-sandbox"]
    done = subprocess.run(
        ["node", str(LIGHTHOUSE), address, *flags],
        env=os.environ | {"CHROME_PATH": chromium.program()},
        check=True,
        capture_output=True,
        text=True,
    )
    return {
        name: 100 * category["score"]
        for name, category in json.loads(done.stdout)["categories"].items()
    }


if __name__ == "__main__":
    main()
