"""What the artist sees: operators, preferences, panels. Gathers what is wanted and hands it on."""
