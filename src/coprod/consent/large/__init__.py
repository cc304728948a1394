"""Sharing a large project on its engine: what `releasing`, `sealing`, `countable` and `decide.as_of` do over rows."""
