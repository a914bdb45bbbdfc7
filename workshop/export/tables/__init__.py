"""The report as tidy tables: one thing a row, the same in CSV, Parquet, JSON and workbooks."""
