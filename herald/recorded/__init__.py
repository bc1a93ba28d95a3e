"""Recordings of people: examined, cleaned, and told what is said in them when."""
