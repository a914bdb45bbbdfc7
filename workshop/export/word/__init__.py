"""The pieces that Word documents are made of; `as_docx` puts a report into them."""
