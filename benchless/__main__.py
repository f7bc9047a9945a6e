import sys

from benchless.cli import main

sys.exit(main())
