"""What coprod-scotland brings keeps the laws that coprod has for it."""

import coprod_scotland
from coprod.testing import uphold

test_laws = uphold(*coprod_scotland.register_consent_rules(), *coprod_scotland.register_equality_checks())
