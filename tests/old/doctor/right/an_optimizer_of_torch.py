from torch.optim import SGD
SGD(lr=1)
