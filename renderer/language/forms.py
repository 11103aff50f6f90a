"""The forms of citation keys and of dates: what readers ask for, and beside it what a schema can say of it.

They are two. The regular expressions of JSON Schema are JavaScript's, where a word has ASCII letters alone,
and not every editor knows the classes of Unicode. And a reader tells a day that no calendar has from a text
that is no day.

Invariant: whatever a reader takes has the form of the schema, and of ASCII nothing else has it.
"""

import re
from typing import Final

CITATION_KEY: Final = re.compile(r"\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*")
"""A citation's key: Pandoc's grammar, letters and digits with single marks between them."""
_NO_LETTERS: Final = r"\x00-/:-@\[-^`{-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf\xd7\xf7\u2000-\u206f\u3000-\u3004\s"
"""What is no letter and no digit in Latin-1, the marks of print, and blanks; the reader knows the rest."""
KEY_FORM: Final = rf"[^{_NO_LETTERS}]+(?:[:.#$%&\-+?<>~/][^{_NO_LETTERS}]+)*"

_YEAR, _MONTH, _DAY = "[0-9]{4}", "[0-9]{2}", "[0-9]{2}"
ISO_DAY: Final = re.compile(f"{_YEAR}-{_MONTH}-{_DAY}")
"""A day as ISO writes it."""
ISO_DATE: Final = re.compile(f"({_YEAR})(?:-({_MONTH})(?:-({_DAY}))?)?")
"""A year, a month or a day."""
_A_YEAR: Final = f"(?!0000){_YEAR}"
_A_MONTH: Final = f"(?!00|1[3-9]|[2-9]){_MONTH}"
_A_DAY: Final = f"(?!00|3[2-9]|[4-9]){_DAY}"
DAY_FORM: Final = f"{_A_YEAR}-{_A_MONTH}-{_A_DAY}"
DATE_FORM: Final = f"{_A_YEAR}(?:-{_A_MONTH}(?:-{_A_DAY})?)?"
"""The same with months and days that there are; whether the month has so many days is for the reader."""
