"""The numbers of a study as files: tables, a workbook, a page of charts, a report."""
