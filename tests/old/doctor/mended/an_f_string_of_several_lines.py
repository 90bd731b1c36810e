import numpy as np
s = f'''值
  {np.int(
  1)} {f"{np.int}"}
'''
