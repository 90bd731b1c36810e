"""What stands in a program for what: names, scopes, values, as Python itself would find them."""

import pytest
from doctoring import found


def test_names_are_followed():
    assert found("from keras import optimizers as o\no.SGD(lr=1)") == {2: {"optimizer-lr"}}
    assert found("import tensorflow as tf\ntf.keras.optimizers.SGD(lr=1)") == {2: {"optimizer-lr"}}
    assert found("import keras\no = keras.optimizers\no.SGD(lr=1)") == {3: {"optimizer-lr"}}
    assert found("from keras.optimizers import *\nSGD(lr=1)") == {2: {"optimizer-lr"}}
    assert found("from keras.layers.core import *\nDense(1, input_dim=2)(x)")[2] == {"input-dim"}
    assert "optimizer-lr" in found("SGD(lr=1)")[1], "a fragment without imports"


# What Python looks up in which scope: the learning rate is old where the name is Keras's.
SCOPES = {
    "class K:\n    SGD = 1\n    def f(self):\n        return SGD(lr=1)\n": True,
    "class K:\n    SGD = int\n    x = SGD(lr=1)\n": False,
    "def f():\n    def g():\n        return SGD(lr=1)\n    SGD = 1\n    return g\n": False,
    "def f():\n    global SGD\n    SGD = 1\n": True,
    "x = [SGD for SGD in y]\nSGD(lr=1)\n": True,
    "x = [SGD(lr=1) for SGD in y]\n": False,
    "x = [(SGD := 1) for _ in y]\ndef f():\n    return SGD(lr=1)\n": True,
    "f = lambda SGD: SGD(lr=1)\n": False,
    "def f(x=SGD(lr=1), SGD=1):\n    return x\n": True,
    "try:\n    pass\nexcept E as SGD:\n    SGD(lr=1)\n": True,
}


@pytest.mark.parametrize("code", SCOPES)
def test_scopes_are_those_of_python(code):
    """What one binding of several makes is old, too: it may be this one that is seen."""
    ids = set().union(*found("from keras.optimizers import SGD\n" + code).values())
    assert ("optimizer-lr" in ids) == (SCOPES[code] and "(lr=1)" in code)


# What makes `net` a model, by ways through the program.
WAYS = {
    "a function": "def build():\n    m = keras.Sequential()\n    return m\nnet = build()\n",
    "a function of a function": "def a():\n    return keras.Model(i, o)\n"
    "def b():\n    return a()\nnet = b()\n",
    "a subclass": "class Net(keras.Model):\n    pass\nnet = Net()\n",
    "a subclass of a subclass": "class A(keras.Model):\n    pass\n"
    "class B(A):\n    pass\nnet = B()\n",
    "an attribute of an attribute": "class T:\n    def __init__(self):\n"
    "        self.b = self.a\n        self.a = keras.Sequential()\nnet = t.b\n",
    "an attribute": "class T:\n    def __init__(self):\n        self.m = keras.Sequential()\n"
    "t = T()\nnet = t.m\n",
    "a method": "class T:\n    def make(self):\n        return keras.Sequential()\n"
    "    def run(self):\n        net = self.make()\n        net.predict_proba(x)\n",
    "a list": "nets = [keras.Sequential(), keras.Sequential()]\nnet = nets[0]\n",
    "a loop": "nets = [keras.Sequential() for _ in x]\nfor net in nets:\n    pass\n",
    "a condition": "net = keras.Sequential() if a else keras.Model(i, o)\n",
}


@pytest.mark.parametrize("name", WAYS)
def test_models_are_followed(name):
    code = "import keras\n" + WAYS[name] + "net.predict_proba(x)\n"
    assert "predict-proba" in set().union(*found(code).values())


def test_models_are_followed_into_functions():
    code = "import keras\ndef use(a, net):\n    return net.predict_proba(a)\n{}"
    for call in ("use(1, keras.Sequential())", "m = keras.Sequential()\nuse(1, net=m)"):
        assert 3 in found(code.format(call))
