import sys

from phoihop.site.commandline import main

if __name__ == "__main__":
    sys.exit(main())
