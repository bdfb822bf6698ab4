"""Backups: made while the house serves, verified without being restored, restored into an empty place.

A series is one folder: dated backups beside one another and one pool of objects that they share by name. Keys go to a
place of their own. What a backup is made of, and why so: `docs/backup.md`, `docs/decisions/0031-backups.md`.
"""
