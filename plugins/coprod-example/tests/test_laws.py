"""The laws that coprod tries on every plugin: a case for each rule, check and format that this one brings."""

import coprod_example
from coprod.testing import uphold

test_laws = uphold(
    *coprod_example.register_consent_rules(),
    *coprod_example.register_equality_checks(),
    *coprod_example.register_export_formats(),
)
