"""What `scripts/torture.py` does to the engine; small slices of it are part of every test run."""
