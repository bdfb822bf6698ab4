"""What a dispatch may ask for, and how it is numbered. No framework."""

PURPOSES = ("INFORM", "OPINION", "APPROVE", "DO")
CHANNELS = ("in_app",)
LONGEST_SUBJECT = 300
LONGEST_TEXT = 20_000
LONGEST_ANSWER = 2_000


def series(territory: str, year: int) -> str:
    """CV-kg-2021"""
    return f"CV-{territory}-{year}"


def code(series: str, number: int) -> str:
    """CV-kg-2021-000001; digits grow when they must."""
    return f"{series}-{number:06d}"
