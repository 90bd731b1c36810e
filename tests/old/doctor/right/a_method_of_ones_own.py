import keras
class Net:
    def predict_classes(self, x):
        return x
Net().predict_classes(1)
