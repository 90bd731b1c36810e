from keras.layers import Dense
print('a', 1)  # note
print('a', end=" ")
print()
import sys; print('x', file=sys.stderr)
if True: print ('a',
  'b'), 2
try:
    print('a' % (
        1))
except ValueError as e:
    pass
