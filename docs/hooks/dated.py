"""The date of the site is that of the last commit: the same files make the same site on any day.

Hatchling writes it into the archives; `SOURCE_DATE_EPOCH` tells it, and whatever else asks. Where
git knows nothing, it is the last day on which code of pages was run.
"""

import datetime
import json
import os
import shutil
import subprocess

from results import ROOT


def on_startup(command, dirty):
    os.environ.setdefault("SOURCE_DATE_EPOCH", committed() or verified())


def committed() -> str:
    """When, in seconds since 1970, or nothing."""
    if not shutil.which("git"):
        return ""
    command = ["git", "log", "-1", "--format=%ct"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.strip()


def verified() -> str:
    pages = json.loads((ROOT / "docs" / "verified.json").read_text(encoding="utf-8"))["pages"]
    last = max(page["date"] for page in pages.values())
    return f"{datetime.datetime.fromisoformat(f'{last}T00:00+00:00').timestamp():.0f}"
