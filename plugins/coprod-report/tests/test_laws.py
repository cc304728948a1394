"""
What coprod-report brings keeps the laws that coprod has for it.

All forms write one page, made by the same code of the same release. So most pairs are tried on one of them, the
quickest, and fewer on the others. `HYPOTHESIS_PROFILE=deep` tries many on all.
"""

import os

import coprod_report
from coprod.testing import uphold

FORMS = {form.name: form for form in coprod_report.register_export_formats()}
MOST, FEW = (100, 100) if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else (6, 3)

test_laws = uphold(FORMS.pop("markdown"), pairs=MOST)
test_laws_in_other_forms = uphold(*FORMS.values(), pairs=FEW)
