"""Rigged characters and their actions."""
