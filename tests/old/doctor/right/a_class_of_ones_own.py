class SGD:
    pass


SGD(lr=1)
