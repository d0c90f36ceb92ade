"""Pictures on their way to the service, and those that it made."""
