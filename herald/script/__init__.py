"""A file in scripts_in/ becomes a `herald.media.Script`: name, front matter, blocks, sentences, pauses."""

from herald.script.read import read_script, read_scripts, voices_named

__all__ = ["read_script", "read_scripts", "voices_named"]
