from torch.optim import *
SGD([], lr=0.1)
