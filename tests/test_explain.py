"""What `explain` says of a place, an article and a code."""

import re
from pathlib import Path

import pytest

from renderer.build.commands import UsageProblem, all_codes, code_named, explain
from renderer.editions.trace import chains
from renderer.site.read import Site
from tests.sites import article, opened, site_of

ROOT = Path(__file__).parent.parent

PLACES = """\
---
title: "Heart [for you]{.patient}[in practice]{.else}"
summary: A [short]{.clinician} word
---

Lead with `code`, **bold [y]{.clinician}** text. <!-- a
note -->

## Head [one]{.patient}[two]{.else}

::: patient
Inside [deep [er]{.not-student}]{.patient}[other]{.else}

<!-- a note -->
:::

| {.clinician} A | B |
| --- | --- |
| c1 | c2 [p]{.patient} |
| {.patient} d1 | d2 |

- {.clinician} item
- plain

{.clinician only}
> Quoted.

::: choose
::: patient
P
:::
::: else
