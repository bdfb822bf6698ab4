"""Watching the house: its log, its numbers, its traces, whether it lives and is ready. In prose: docs/watching.md."""
