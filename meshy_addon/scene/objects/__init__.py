"""Objects of the artist's that go out, and what comes back to them."""
