"""Lets LiteLLM's proxy ask Weighbridge's gate before each call, and charge it after.

In LiteLLM's configuration:

    general_settings:
      custom_auth: weighbridge_litellm.proxy.user_api_key_auth
    litellm_settings:
      callbacks: ["weighbridge_litellm.proxy.weighbridge"]
"""

import atexit

from . import settings as _settings
from .auth import authenticate as _authenticate
from .hooks import Weighbridge as _Weighbridge

__all__ = ["user_api_key_auth", "weighbridge"]

_SETTINGS = _settings.from_environment()
_STOP_S = 5.0

weighbridge = _Weighbridge(_SETTINGS)


async def user_api_key_auth(request, api_key: str):
    """LiteLLM's hook. The key it found may be of any header; ours is taken from one."""
    return await _authenticate(_SETTINGS, request)


weighbridge.start()
atexit.register(weighbridge.stop, _STOP_S)
