"""Translations: sentences go out as PO or XLIFF and come back into scripts, data files and templates.

spans       where the sentences of a text begin and end, markup included
markup      what of a sentence a translator must leave as it is
units       the sentences of a script, a data file or a template, and the file that a translation becomes
exchange    what is sent to a translator and comes back
po, xliff   the two formats of it
record      what was translated from what: a PO file beside each translation
memory      sentences that were translated before
length      how long a sentence takes to say, estimated
state       which translations are missing or stale, and which facts have expired
"""
