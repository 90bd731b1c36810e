from .keras import gone
