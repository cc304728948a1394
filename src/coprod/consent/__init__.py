"""Deciding what may leave: what ships here is what coprod exists for, small and held by tests."""
