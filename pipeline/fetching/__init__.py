"""Get an archive of reports from the addresses they are published at."""
