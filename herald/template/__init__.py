"""Templates: words with gaps, a schema that says what goes into them, and data files that fill them.

nodes       YAML, JSON and CSV with the place of every value
schema      what a template asks for: names, types, ranges, examples
fill        data and schema become typed values, or faults with their places
speech      values become words, in the script's language
sandbox     Jinja2, reduced to what cannot do harm and follows every character to where it came from
library     the templates of a workspace
broadcasts  a data file becomes the scripts that it stands for
"""
