"""Background work, made durable: worker threads over a journal. Knows no Blender."""
