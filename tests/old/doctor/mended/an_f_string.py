import numpy as np
print(f'{1:>{2}} {{np.int}} 值 {np.int(x)!r:>{np.int(9)}}' f"{np.int}")
