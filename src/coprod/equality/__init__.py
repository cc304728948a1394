"""
Equality checks: count, then judge.

A check counts a project into small tables, and judges the tables. The first step sees people, the second only
what the first one counted. So the same check runs for the stewards and, with disclosure control in
between, for a release. Nothing is imported here, so that `coprod.measures` stays light.
"""
