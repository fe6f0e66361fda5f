"""Lets the tests import the benchmarks, which are no part of the installed package."""

from __future__ import annotations

import sys

from support import REPOSITORY

if str(REPOSITORY) not in sys.path:
    sys.path.append(str(REPOSITORY))
