"""The numeric library, imported in one place.

It brings ``absl.logging``, whose handler holds on to the ``sys.stderr`` of its import and closes it when logging is configured anew
while another one is in place (redirected output, tests). It gets a stream of its own instead; nothing here logs through it.
"""

from __future__ import annotations

import io

from absl import logging
from ortools.math_opt.python import mathopt

logging.get_absl_handler().python_handler.setStream(io.StringIO())

__all__ = ["mathopt"]
