"""The pictures that Meshy made, and the Image Editor's tab."""
