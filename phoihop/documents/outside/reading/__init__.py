"""Reading what a file says, in a process that may die of it: run as a program this package is the reading server.

Nothing below this package knows Django, the database or the data folder; what it finds are values of `rules.reading`.
"""
