"""The pieces that presentations are made of; `as_pptx` puts a report into them."""
