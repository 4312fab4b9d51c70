"""A collection of articles and edited copies with known truth, and what methods find in it."""
