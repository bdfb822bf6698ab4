"""What talks to the world: fetching with bounds, and reading what came in a process that may die of it."""
