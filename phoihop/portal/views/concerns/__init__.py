"""Doors of the citizen's side of concerns: writing one, and following it with its code or its key."""
