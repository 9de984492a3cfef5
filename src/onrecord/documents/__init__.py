"""From files and bytes to documents."""
