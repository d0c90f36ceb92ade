"""The job list, and whatever else shows how jobs get on."""
