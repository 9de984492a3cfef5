"""What onrecord is measured by: quality, speed and memory, written to RESULTS.md by one command."""
