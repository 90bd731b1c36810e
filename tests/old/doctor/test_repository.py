"""The doctor on many files: folders, counts, copies, and files that git keeps."""

import json
import os
import shutil
import subprocess

import pytest

from keras_primer.old import doctor
from keras_primer.old.doctor import repository

OLD = 'from keras.layers import Dense\n\nDense(3, init="uniform")\n'
NEW = OLD.replace("init=", "kernel_initializer=")
ARTICLE = "Text.\n\n```python\nimport keras\nkeras.backend.abs(1)\n```\n"


@pytest.fixture
def folder(tmp_path):
    """Two old files, a new one, one that cannot be read, and what is nobody's own code."""
    files = {
        "train.py": OLD,
        "docs/article.md": ARTICLE,
        "docs/plain.md": "No code here.\n",
        "docs/new.py": "import keras\n",
        "docs/broken.py": "def (:\n",
        "docs/train.keras3.py": OLD,
        ".hidden/a.py": OLD,
        "node_modules/b.py": OLD,
        "env/pyvenv.cfg": "",
        "env/lib/c.py": OLD,
        "data.txt": OLD,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def git(folder, *words):
    who = ["-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def committed(folder):
    """The same, all in git."""
    if not shutil.which("git"):
        reason = "install git to run these"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    git(folder, "init")
    git(folder, "add", "-A", "-f")
    git(folder, "commit", "-m", "all")
    return folder


def run(*words) -> int:
    return doctor.run([*map(str, words), "--lang", "en"])


def test_own_files_are_read(folder):
    names = [path.relative_to(folder).as_posix() for path in repository.files([folder])]
    own = ["docs/article.md", "docs/broken.py", "docs/new.py", "docs/plain.md", "train.py"]
    assert names == own


def test_counts_by_kind_and_by_file(folder, capsys):
    shutil.copy(folder / "train.py", folder / "again.py")
    assert run(folder) == 1
    out, err = capsys.readouterr()
    assert "     2  The argument `init`  old/layers/#init-argument\n" in out
    assert f"     1  {folder / 'train.py'}  (1 can be rewritten safely)\n" in out
    assert out.endswith("files examined: 4\nold idioms: 3, of which 3 can be rewritten safely\n")
    assert err.startswith(f"not examined: {folder / 'docs' / 'broken.py'}, line 1: ")
    assert len(err.splitlines()) == 1


def test_new_files_alone(folder, capsys):
    (folder / "train.py").unlink()
    (folder / "docs" / "article.md").unlink()
    assert run(folder) == 0
    assert capsys.readouterr().out == "files examined: 1\nnothing old found\n"


def test_one_object_for_each_file(folder, capsys):
    assert run(folder / "train.py", folder / "docs", "--json") == 1
    files = json.loads(capsys.readouterr().out)["files"]
    found = {item["file"]: [one["id"] for one in item["findings"]] for item in files}
    assert found[str(folder / "train.py")] == ["init-argument"]
    assert found[str(folder / "docs" / "article.md")] == ["backend-abs"]
    assert [bool(item["refusal"]) for item in files].count(True) == 1


def test_sarif(folder, capsys):
    assert run(folder, "--sarif", "--site", "https://a.b") == 1
    log = json.loads(capsys.readouterr().out)
    tool, results = log["runs"][0]["tool"], log["runs"][0]["results"]
    assert log["version"] == "2.1.0"
    assert {item["ruleId"] for item in results} == {rule["id"] for rule in tool["driver"]["rules"]}
    place = results[-1]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == (folder / "train.py").as_uri()
    assert place["region"] == {"startLine": 3}
    assert results[-1]["level"] == "error"
    assert "https://a.b/old/layers/#init-argument" in results[-1]["message"]["text"]


def test_addresses_in_sarif_are_addresses(folder, capsys, monkeypatch):
    """A name with a space or Chinese is quoted, and a page without a site is not a link."""
    name = os.fsdecode("旧 代码.py".encode())  # whatever the locale
    (folder / name).write_text(OLD, encoding="utf-8")
    monkeypatch.chdir(folder)
    run(name, "--sarif")
    (one,) = json.loads(capsys.readouterr().out)["runs"]
    (result,) = one["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "%E6%97%A7%20%E4%BB%A3%E7%A0%81.py"
    assert "helpUri" not in one["tool"]["driver"]["rules"][0]


def test_copies_are_written_beside_all_old_files(folder):
    assert run(folder, "--fix") == 1
    assert (folder / "train.keras3.py").read_text() == NEW
    assert "keras.ops.abs" in (folder / "docs" / "article.keras3.md").read_text()
    assert (folder / "train.py").read_text() == OLD
    assert not (folder / "docs" / "new.keras3.py").exists()


def test_no_copy_is_written_if_one_of_them_cannot_be(folder, capsys):
    assert run(folder / "docs", "--fix") == 1
    assert run(folder, "--fix") == 2
    assert "article.keras3.md is already there" in capsys.readouterr().err
    assert not (folder / "train.keras3.py").exists()


def test_in_place(committed):
    (committed / "train.py").chmod(0o755)
    git(committed, "commit", "-am", "mode")
    assert run(committed, "--in-place") == 1
    assert (committed / "train.py").read_text() == NEW
    assert (committed / "train.py").stat().st_mode & 0o111
    assert (committed / "docs" / "new.py").read_text() == "import keras\n"
    assert not list(committed.rglob(".doctor-*"))


@pytest.mark.parametrize("trouble", ["no git", "changes", "not known to git"])
def test_in_place_only_over_what_git_has(committed, trouble, capsys):
    if trouble == "no git":
        shutil.rmtree(committed / ".git")
    elif trouble == "changes":
        (committed / "data.txt").write_text("changed")
    else:
        (committed / ".git" / "info" / "exclude").write_text("ignored.py\n")
        (committed / "ignored.py").write_text(OLD)
    assert run(committed, "--in-place") == 2
    assert (committed / "train.py").read_text() == OLD
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_link_stays_a_link(committed):
    (committed / "link.py").symlink_to("train.py")
    git(committed, "add", "link.py")
    git(committed, "commit", "-m", "link")
    assert run(committed / "link.py", "--in-place") == 1
    assert (committed / "link.py").is_symlink()
    assert (committed / "train.py").read_text() == NEW


def test_in_place_without_git(folder, capsys, monkeypatch):
    monkeypatch.setenv("PATH", str(folder))
    assert run(folder, "--in-place") == 2
    assert "--in-place needs git, which is not installed; use --fix." in capsys.readouterr().err


def test_a_folder_without_code(tmp_path, capsys):
    assert run(tmp_path) == 2
    assert f"{tmp_path} holds no .ipynb, .md, .py, .pyw file." in capsys.readouterr().err


def test_no_file_can_be_read(tmp_path, capsys):
    (tmp_path / "a.py").write_text("def (:\n")
    assert run(tmp_path) == 2
    assert capsys.readouterr().err.startswith(f"keras_primer: {tmp_path / 'a.py'}, line 1: ")
    (tmp_path / "b.py").write_text("def (:\n")
    assert run(tmp_path) == 2
    assert "none of 2 files can be read; " in capsys.readouterr().err


def test_a_bar_on_a_terminal(folder, capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    run(folder)
    assert "\r" + "#" * 30 + " 5/5\n" in capsys.readouterr().err
