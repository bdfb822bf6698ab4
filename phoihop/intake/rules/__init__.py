"""What the hatch decides without opening anything: right channels, limits. Data and plain functions."""
