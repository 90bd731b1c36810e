import numpy as np
isinstance(x, float)
