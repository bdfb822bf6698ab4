"""Pure rules of mail: addresses, tokens, encodings, quotes, kinds of mails that arrive, when to try again."""
