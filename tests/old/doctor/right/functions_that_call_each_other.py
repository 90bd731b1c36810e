def a(x):
    return b(a(x))
def b(x):
    return a(b)
c = a(c)
c.x(1)
