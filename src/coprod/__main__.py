"""`python -m coprod` is the `coprod` command."""

from coprod.cli import main

raise SystemExit(main())
