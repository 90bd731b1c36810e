"""Architectures, one module each. `build()` returns a model that is not compiled yet."""
