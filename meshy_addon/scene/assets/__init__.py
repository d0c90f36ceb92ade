"""Results as assets: in this file's Asset Browser, and in every file's."""
