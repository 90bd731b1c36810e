"""Recorded trainings and measurements: made by commands, read by the pages that quote them."""
