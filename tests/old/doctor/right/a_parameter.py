def f(SGD):
    return SGD(lr=1)
