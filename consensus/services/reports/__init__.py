"""The report of a process: read from the record, edited by people, exported as documents."""
