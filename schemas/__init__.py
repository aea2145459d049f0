"""What a Kommunkompassen report is: records, tables, editions, municipalities and rules."""
