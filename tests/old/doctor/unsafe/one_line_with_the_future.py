from __future__ import print_function; print(np.zeros(3))
