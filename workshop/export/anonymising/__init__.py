"""A state without what tells people apart, and what a person still has to look through."""
