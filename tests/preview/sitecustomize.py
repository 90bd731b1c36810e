"""Python as the preview has it: what the group `site` does not install cannot be imported.

Tests run in an environment that has everything, so a hook or a figure that imports one package too
many would only fail on a contributor's machine. With this folder on PYTHONPATH it fails here.
"""

import sys
import tomllib
from importlib import metadata
from importlib.machinery import PathFinder
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PYPROJECT = Path(__file__).parent.parent.parent / "pyproject.toml"


def with_dependencies(group: str) -> set[str]:
    """The distributions that a group of packages brings, without what our package needs."""
    listed = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["dependency-groups"][group]
    pending = [(canonicalize_name(name), "") for name in listed]
    found = {name for name, _ in pending}
    while pending:
        name, wanted = pending.pop()
        try:
            requires = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # for another system
        for requirement in map(Requirement, requires):
            if requirement.marker and not requirement.marker.evaluate({"extra": wanted}):
                continue
            dependency = canonicalize_name(requirement.name)
            if dependency not in found:
                found.add(dependency)
                pending += [(dependency, chosen) for chosen in (requirement.extras or {""})]
    return found


class Installed(PathFinder):
    """Finds modules as Python does, without those that only other distributions hold."""

    distributions = with_dependencies("site") | {"keras-primer"}
    holders = metadata.packages_distributions()

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        holders = set(map(canonicalize_name, cls.holders.get(name, ())))
        if holders and not holders & cls.distributions:
            return None
        return super().find_spec(name, path, target)


sys.meta_path[sys.meta_path.index(PathFinder)] = Installed
