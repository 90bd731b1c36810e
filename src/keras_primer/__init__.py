"""Models and training recipes of Keras Primer, each in a module of its own to be read and run.

Start with `python -m keras_primer list`.
"""
