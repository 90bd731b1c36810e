"""The first MLP a third time, as a class of its own that also says how a step is trained.

A training step is the one part of Keras that differs between backends, since each has its own way
to differentiate. So there are three; what they do is the same: predict, compare, differentiate,
update the weights and the metrics. After "Customizing what happens in `fit()`" in Keras's guides,
which has one page for each backend.
"""

import keras
from keras import layers


# --8<-- [start:tensorflow_step]
def tensorflow_step(model, data):
    """TensorFlow records the computation on a tape and differentiates backwards along it."""
    import tensorflow as tf

    x, y = data
    with tf.GradientTape() as tape:
        y_pred = model(x, training=True)
        loss = model.compute_loss(x, y, y_pred)
    gradients = tape.gradient(loss, model.trainable_variables)
    model.optimizer.apply(gradients, model.trainable_variables)
    return updated(model, loss, y, y_pred)


# --8<-- [end:tensorflow_step]


# --8<-- [start:torch_step]
def torch_step(model, data):
    """PyTorch keeps gradients with the weights: clear them, go backwards, read them."""
    import torch

    x, y = data
    model.zero_grad()
    y_pred = model(x, training=True)
    loss = model.compute_loss(x, y, y_pred)
    loss.backward()
    weights = model.trainable_weights
    with torch.no_grad():
        model.optimizer.apply([weight.value.grad for weight in weights], weights)
    return updated(model, loss, y, y_pred)


# --8<-- [end:torch_step]


# --8<-- [start:updated]
def updated(model, loss, y, y_pred) -> dict:
    """Update all metrics and return them by name. A last batch with fewer samples weighs less."""
    for metric in model.metrics:
        if metric.name == "loss":
            metric.update_state(loss, sample_weight=keras.ops.shape(y)[0])
        else:
            metric.update_state(y, y_pred)
    return model.get_metrics_result()


# --8<-- [end:updated]


# --8<-- [start:jax_step]
def jax_step(model, state, data):
    """JAX differentiates pure functions: whatever changes is passed in and handed back."""
    import jax

    trainable, non_trainable, optimizer, metrics = state
    x, y = data

    def forward(trainable, non_trainable):
        y_pred, non_trainable = model.stateless_call(trainable, non_trainable, x, training=True)
        return model.compute_loss(x, y, y_pred), (y_pred, non_trainable)

    differentiate = jax.value_and_grad(forward, has_aux=True)
    (loss, (y_pred, non_trainable)), gradients = differentiate(trainable, non_trainable)
    trainable, optimizer = model.optimizer.stateless_apply(optimizer, gradients, trainable)
    pairs = zip(model.metrics_variables, metrics, strict=True)
    with keras.StatelessScope(state_mapping=pairs) as scope:
        logs = updated(model, loss, y, y_pred)
    metrics = [scope.get_current_value(variable) for variable in model.metrics_variables]
    return logs, (trainable, non_trainable, optimizer, metrics)


# --8<-- [end:jax_step]


STEPS = {"tensorflow": tensorflow_step, "jax": jax_step, "torch": torch_step}


# --8<-- [start:model]
@keras.saving.register_keras_serializable("keras_primer")
class SubclassedMLP(keras.Model):
    """784 pixels, 512 relu units, 10 probabilities; input and output as for `first_mlp`."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.hidden = layers.Dense(512, activation="relu")
        self.digits = layers.Dense(10, activation="softmax")

    def build(self, input_shape):
        """Create the weights; `input_shape` is `(None, 784)`."""
        self.hidden.build(input_shape)
        self.digits.build((None, 512))
        self.built = True

    def call(self, pixels, training=False):
        """From pixels of shape `(batch, 784)` to probabilities of shape `(batch, 10)`.

        `training` is true in a training step. Dropout would need to know; nothing here does.
        """
        return self.digits(self.hidden(pixels))

    train_step = STEPS[keras.backend.backend()]


# --8<-- [end:model]


def build() -> SubclassedMLP:
    """A model with 407050 parameters, whose weights are in the order of `first_mlp`."""
    model = SubclassedMLP(name="subclassed_mlp")
    model.build((None, 784))
    return model
