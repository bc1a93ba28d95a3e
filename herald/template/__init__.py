"""Templates: words with gaps, a schema that says what goes into them, and data files that fill them.

nodes       YAML, JSON and CSV with the place of every value
schema      what a template asks for: names, types, ranges, examples
fill        data and schema become typed values, or faults with their places
speech      values become words, in the script's language
sandbox     Jinja2, reduced to what cannot do harm and follows every character to where it came from
library     the templates of a workspace
broadcasts  a data file becomes the broadcasts that it stands for
rendering   a broadcast in one language becomes Markdown
reading     Markdown becomes a script with its places, and the facts that each sentence depends on
finding     files and broadcasts that are named on the command line
"""
