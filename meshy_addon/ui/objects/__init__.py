"""What the sidebar and the menus offer for the objects that are selected."""
