"""What a build keeps of labs for the next one is whole."""

import notebooks


def test_half_of_a_page_is_forgotten(tmp_path):
    """As a build leaves it that is killed while it writes."""
    (tmp_path / "whole.json").write_text('{"content": "训练"}', encoding="utf-8")
    whole = (tmp_path / "whole.json").read_bytes()
    for length in (0, 10, len(whole) - 5):
        (tmp_path / f"{length}.json").write_bytes(whole[:length])
    notebooks.forget_halves(tmp_path)
    notebooks.forget_halves(tmp_path / "none")
    assert [path.name for path in tmp_path.iterdir()] == ["whole.json"]
