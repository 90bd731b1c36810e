"""What is suspicious about a model and its data, said before `fit` is called.

    import keras_primer

    keras_primer.preflight(model, x, y)

The model is asked for its answers to a few samples, without its state: nothing is trained, nothing
is built, nothing is changed. The way through this package:

- `arrays`, `layers`, `compiled` and `answers` look at what was given, each at one part of it;
- `outputs` and `case` put together what they found;
- `checks` has one function for each suspicion, and their order.
"""

from dataclasses import dataclass

from keras_primer import environment
from keras_primer.errors import InputError
from keras_primer.inspection.case import look
from keras_primer.inspection.checks import CHECKS

MORE = {"zh": "详见：", "en": "more: "}


@dataclass(frozen=True)
class Finding:
    """One suspicion.

    Attributes:
        check: the name of the check that has it.
        text: one sentence.
        page: of the site, from its root.
    """

    check: str
    text: str
    page: str


def preflight(model, x, y, *, validation_data=None, lang: str | None = None) -> list[Finding]:
    """Say what is suspicious before `model.fit(x, y)`; print nothing if all is well.

    Args:
        model: a model, compiled as for `fit`.
        x, y: arrays as for `fit`, or lists or dictionaries of arrays.
        validation_data: the pair of arrays that `fit` will be given.
        lang: "zh" or "en"; by default the language of the system.

    Raises:
        InputError: something given is not what is looked at here, as a pipeline instead of arrays.
    """
    lang = lang or environment.language()
    if lang not in MORE:
        raise InputError(f'lang is "zh" or "en", not {lang!r}.')
    case = look(model, x, y, validation_data)
    findings = [
        Finding(check.__name__, {"zh": zh, "en": en}[lang], page)
        for check in CHECKS
        for page, zh, en in check(case)
    ]
    for finding in findings:
        print(finding.text, f"  {MORE[lang]}{finding.page}", sep="\n")
    return findings
