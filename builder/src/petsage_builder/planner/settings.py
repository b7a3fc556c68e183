"""Which model plans, as the environment names it; read without importing what talks to one."""

import os

MODEL, URL, KEY = "PETSAGE_LLM_MODEL", "PETSAGE_LLM_URL", "PETSAGE_LLM_KEY"


def is_configured() -> bool:
    """Whether a model is named."""
    return bool(os.environ.get(MODEL))
