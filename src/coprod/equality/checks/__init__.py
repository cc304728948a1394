"""The checks that ship, one file per family."""
