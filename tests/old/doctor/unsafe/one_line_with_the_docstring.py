"doc"; np.zeros(3)
x = 1
