"""What `preflight` looks for: one function for each suspicion, in modules by subject.

A check is given a case, and yields for each thing that it finds a page of the site and one sentence
in each language.
"""

from keras_primer.inspection.checks import (
    classes,
    inputs,
    losses,
    metrics,
    model,
    samples,
    targets,
    validation,
)

CHECKS = (  # in the order in which they are told: what stands in the way of others comes first
    model.not_compiled,
    model.not_built,
    samples.not_arrays,
    samples.empty,
    samples.not_finite,
    samples.lengths,
    samples.several,
    inputs.shapes,
    inputs.channels,
    inputs.refused,
    inputs.whole_input,
    inputs.scale,
    targets.target_scale,
    targets.label_form,
    targets.label_range,
    targets.target_shape,
    losses.one_of_several,
    losses.single_softmax,
    losses.logits,
    losses.reach,
    model.nothing_but_nan,
    classes.missing_classes,
    classes.single_class,
    classes.unbalanced,
    metrics.metric_names,
    model.learning_rate,
    model.frozen,
    validation.overlap,
    validation.validation_scale,
)
