"""A character's library of actions."""
