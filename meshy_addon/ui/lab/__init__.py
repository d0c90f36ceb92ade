"""Creative Lab: from a picture to a prototype, and from that to a thing to hold."""
