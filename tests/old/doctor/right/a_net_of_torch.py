import torch
self.history['acc'].append(1)
self.optimizer.lr *= 0.9
