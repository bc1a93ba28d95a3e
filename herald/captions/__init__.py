"""Captions: what is said, when, in lines that can be read at a glance.

tokens   text + word marks -> pieces of text with times
breaks   how well a line may end between two of them
cues     tokens -> cues of at most two lines
files    cues -> WebVTT, SRT; script -> transcript
"""

from herald.captions.cues import Cue, make_cues
from herald.captions.files import transcript, write_captions
from herald.captions.tokens import SpokenText

__all__ = ["Cue", "SpokenText", "make_cues", "transcript", "write_captions"]
