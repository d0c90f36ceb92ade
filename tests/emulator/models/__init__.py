"""The models the emulator serves: base shapes made with Blender, varied by the prompt."""
