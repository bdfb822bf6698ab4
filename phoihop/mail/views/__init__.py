"""The doors of the room: addresses of units, and links without an account."""
