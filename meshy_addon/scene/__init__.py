"""Results in the artist's scene: .blend in, .blend out. Main thread only."""
