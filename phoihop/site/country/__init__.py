"""The synthetic country for benchmarks: real names of places, invented work, deterministic by seed (decision 0010)."""
