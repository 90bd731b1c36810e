import numpy as np
sum(int(i) for i in x)
