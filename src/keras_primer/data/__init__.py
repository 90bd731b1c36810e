"""Data to learn from: digits, tables, drawn shapes, and pictures of the reader's own.

`load` finds digits wherever they are to be had; the other modules are imported by name.
"""

from keras_primer.data.digits import load

__all__ = ["load"]
