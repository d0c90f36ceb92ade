"""Foreign files to finished objects, and back: in the background Blender where there is one."""
