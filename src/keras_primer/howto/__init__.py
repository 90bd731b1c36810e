"""What learners ask beyond training, one module each: `python -m keras_primer howto NAME`.

Every module has a function `show()` that does it and prints what came of it.
"""

import pkgutil


def names() -> list[str]:
    """The names of all modules here, in alphabetical order."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))
