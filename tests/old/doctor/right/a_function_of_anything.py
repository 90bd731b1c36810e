import keras
def use(a, net):
    return net.predict_proba(a)
use(1, tree)
