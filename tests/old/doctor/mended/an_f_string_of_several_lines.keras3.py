import numpy as np
s = f'''值
  {int(
  1)} {f"{int}"}
'''
