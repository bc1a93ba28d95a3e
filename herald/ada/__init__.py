"""Ada, the demonstration presenter: a drawn newsreader who is nobody's likeness."""
