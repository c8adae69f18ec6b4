"""Excel workbooks, new (.xlsx) and old (.xls): cells as their number formats show them."""
