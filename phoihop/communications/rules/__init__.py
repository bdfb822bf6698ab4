"""Pure arithmetic and checks of the room."""
