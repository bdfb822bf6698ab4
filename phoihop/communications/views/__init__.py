"""Doors of the room: one module a thing."""
