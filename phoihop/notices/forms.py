from django import forms


class UpTo(forms.Form):
    """The newest entry the reader had before him."""

    up_to = forms.IntegerField(min_value=0, max_value=2**63 - 1)
