match x:
    case {'a': plt, **K}:
        print(plt, K)
    case [*np]:
        print(np)
    case tf:
        print(tf)
