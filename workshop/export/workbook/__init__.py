"""The pieces that workbooks are made of; `as_xlsx` puts a report into them."""
