"""Several deliveries of one plan side by side: counted, said, and as page, workbook and tables."""
