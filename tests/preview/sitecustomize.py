"""Python as the preview has it: what the extra `site` does not install cannot be imported.

Tests run in an environment that has everything, so a hook or a figure that imports one package too
many would only fail on a contributor's machine. With this folder on PYTHONPATH it fails here.
"""

import sys
from importlib import metadata
from importlib.machinery import PathFinder

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def with_dependencies(package: str, extra: str) -> set[str]:
    """The distributions that an extra of a package brings, without what the package needs."""
    found, pending = set(), [(package, extra)]
    while pending:
        name, wanted = pending.pop()
        try:
            requires = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # for another system
        for requirement in map(Requirement, requires):
            marker = requirement.marker
            if marker and not marker.evaluate({"extra": wanted}):
                continue
            if name == package and "extra" not in str(marker):
                continue
            dependency = canonicalize_name(requirement.name)
            if dependency not in found:
                found.add(dependency)
                pending += [(dependency, chosen) for chosen in (requirement.extras or {""})]
    return found


class Installed(PathFinder):
    """Finds modules as Python does, without those that only other distributions hold."""

    distributions = with_dependencies("keras-primer", "site") | {"keras-primer"}
    holders = metadata.packages_distributions()

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        holders = set(map(canonicalize_name, cls.holders.get(name, ())))
        if holders and not holders & cls.distributions:
            return None
        return super().find_spec(name, path, target)


sys.meta_path[sys.meta_path.index(PathFinder)] = Installed
