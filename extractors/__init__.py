"""From a report PDF to records: read the pages, then find one thing per module."""
