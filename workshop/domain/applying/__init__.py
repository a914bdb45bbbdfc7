"""The reducers of `apply`, by what they are about."""
