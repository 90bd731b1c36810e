"""What a build keeps of labs for the next one is whole, or nothing."""

from types import SimpleNamespace

import notebooks
import pytest


def test_half_of_a_page_is_forgotten(tmp_path):
    """As a build leaves it that is killed while it writes."""
    (tmp_path / "whole.json").write_text('{"content": "训练"}', encoding="utf-8")
    whole = (tmp_path / "whole.json").read_bytes()
    for length in (0, 10, len(whole) - 5):
        (tmp_path / f"{length}.json").write_bytes(whole[:length])
    notebooks.forget_halves(tmp_path)
    notebooks.forget_halves(tmp_path / "none")
    assert [path.name for path in tmp_path.iterdir()] == ["whole.json"]


@pytest.mark.parametrize("may", [True, False])
def test_a_project_that_cannot_be_written(monkeypatch, may):
    """Its notebooks are elsewhere, and mkdocs-jupyter keeps nothing."""
    monkeypatch.setattr(notebooks.os, "access", lambda *_: may)
    plugin = SimpleNamespace(config={"cache": True})
    notebooks.on_config(SimpleNamespace(plugins={"mkdocs-jupyter": plugin}))
    assert plugin.config["cache"] == may
    assert notebooks.kept().is_relative_to(notebooks.ROOT) == may
    assert may or notebooks.kept().is_dir()
