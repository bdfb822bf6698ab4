"""Pure arithmetic and checks of the room of the press."""
