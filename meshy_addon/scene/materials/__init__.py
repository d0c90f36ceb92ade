"""What came in as a material, made a clean Principled BSDF with packed images."""
