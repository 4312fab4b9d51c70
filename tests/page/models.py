"""Models for tests of what is made of their answers."""

from typing import Final

import numpy as np

from copydesk.page.messages import BITS, SORTS, MessageModel

INDIFFERENT: Final = MessageModel(np.zeros((2**BITS, len(SORTS) + 1), np.int16), np.zeros(len(SORTS) + 1))
"""A model of messages to which all texts sound the same."""
