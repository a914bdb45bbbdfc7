"""A comparison in words: sentences, and grids for the eye."""
