"""The request bodies, a file per family, written from the documentation pages."""
