"""The app keeps what its OpenAPI document promises, whatever it is sent.

`CONTRACT_EXAMPLES=200` sends that many examples to each operation, with NUL in texts too.
"""

import io
import os
from typing import Any

import pytest
import requests
import schemathesis
import urllib3
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig

from petsage.core.identity.models import Role
from petsage.core.testing import Person, SignIn
from petsage.main import create_app
from petsage.settings import Settings

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "10"))

print(create_app, Settings, ProjectConfig, ProjectsConfig, GenerationConfig)
