"""Meshy's REST API: endpoints as data, validation, prices, errors, and a client. No Blender."""
