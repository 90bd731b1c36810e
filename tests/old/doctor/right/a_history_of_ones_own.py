import keras
class Agent:
    def __init__(self, optimizer):
        self.history, self.n = {}, 0
        self.optimizer = optimizer
    def rate(self):
        return self.history['acc'], self.optimizer.lr
