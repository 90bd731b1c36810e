"""A variational autoencoder: an image becomes a place and a spread, and a code is drawn from there.

(D. Kingma and M. Welling, "Auto-Encoding Variational Bayes", 2013.)
"""

import keras
from keras import layers, ops

from keras_primer.models import autoencoder


# --8<-- [start:sampling]
@keras.saving.register_keras_serializable("keras_primer")
class Sampling(layers.Layer):
    """Draws a code around a mean, and adds to the loss what it costs to leave the standard normal.

    The cost is the Kullback–Leibler divergence of the normal with this mean and variance from the
    one with mean 0 and variance 1. Only a training draws; otherwise the code is the mean, so that
    an image always gets the same one.

    Args:
        weight: of the divergence in the loss.
    """

    def __init__(self, weight, **kwargs):
        super().__init__(**kwargs)
        self.weight = weight
        self.seeds = keras.random.SeedGenerator()

    def call(self, inputs, training=False):
        """From mean and logarithm of the variance, both `(batch, codes)`, to codes."""
        mean, log_var = inputs
        self.add_loss(self.weight * ops.mean(divergence(mean, log_var)))
        if not training:
            return mean
        noise = keras.random.normal(ops.shape(mean), seed=self.seeds)
        return mean + ops.exp(log_var / 2) * noise

    def get_config(self):
        """What `load_model` needs to make the layer again."""
        return {**super().get_config(), "weight": self.weight}


def divergence(mean, log_var):
    """How far normal distributions are from the standard one, one number for each row, in nats."""
    return 0.5 * ops.sum(ops.exp(log_var) + ops.square(mean) - 1 - log_var, axis=-1)


# --8<-- [end:sampling]


# --8<-- [start:build]
def build() -> keras.Model:
    """A model with 435988 parameters: those of `autoencoder`, and 130 for the spread.

    The loss of the image is a mean over 784 pixels, so the divergence counts 1/784 as well: their
    proportion is then as if both were sums.

    Input and output: as for `autoencoder`.
    """
    pixels = keras.Input((784,))
    x = layers.Dense(256, activation="relu")(pixels)
    x = layers.Dense(64, activation="relu")(x)
    mean, log_var = layers.Dense(2, name="mean")(x), layers.Dense(2, name="log_var")(x)
    code = Sampling(1 / 784, name="code")([mean, log_var])
    encoder = keras.Model(pixels, code, name="encoder")
    return keras.Sequential([keras.Input((784,)), encoder, autoencoder.decoder()], name="vae")


# --8<-- [end:build]
