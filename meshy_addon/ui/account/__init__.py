"""The key and the balance."""
