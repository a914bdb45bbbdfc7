"""The deciders of `decide`, by what they are about."""
