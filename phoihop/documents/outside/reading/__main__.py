"""`python -m phoihop.documents.outside.reading`: the reading server, started by `outside.reader` and by nobody else."""

from phoihop.documents.outside.reading.server import main

if __name__ == "__main__":
    main()
