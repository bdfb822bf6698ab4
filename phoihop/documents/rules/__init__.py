"""Pure arithmetic and checks of the room of documents: no framework, no files, no network."""
