"""How text becomes words to find, how a question is read, how a find is shown, where the tail stands. No framework."""
