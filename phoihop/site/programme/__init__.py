"""The programme file: read, checked, compared. Pure: no database; applying it is the work of `load`."""
