from keras.layers.core import Dense
print 'a', 1  # note
print 'a',
print
import sys; print >>sys.stderr, 'x'
if True: print ('a',
  'b'), 2
try:
    print 'a' % (
        1)
except ValueError, e:
    pass
