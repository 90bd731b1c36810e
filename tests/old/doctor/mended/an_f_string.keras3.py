import numpy as np
print(f'{1:>{2}} {{np.int}} 值 {int(x)!r:>{int(9)}}' f"{int}")
