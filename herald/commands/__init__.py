"""The commands, one file for each thing that they work on. `cli.py` puts them together."""
