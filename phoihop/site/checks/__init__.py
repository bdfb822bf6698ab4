"""What is unsafe or missing for an installation that serves others: `given` looks at settings and files, without
Django; `found` asks the database and the stores. `phoihop check` says it all.
"""
