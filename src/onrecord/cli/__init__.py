"""The command line: `onrecord VERB`."""
