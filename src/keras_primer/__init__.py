"""Models and training recipes of Keras Primer, each in a module of its own to be read and run.

Start with `python -m keras_primer list`.
"""


def __getattr__(name: str):
    """`keras_primer.preflight`, fetched when it is first asked for: it imports Keras."""
    if name != "preflight":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from keras_primer.inspection import preflight

    return preflight
