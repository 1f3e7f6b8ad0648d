"""The gate over gRPC: calls with a deadline, on connections that come back by themselves."""

import grpc

from . import contract
from .settings import Settings

_SERVICE = "/weighbridge.v1.Gate/"
_OPTIONS = (
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 2_000),
    ("grpc.enable_http_proxy", 0),
)
_ABANDON_S = 60
_AUTHORIZE = ("Authorize", contract.AuthorizeRequest, contract.AuthorizeReply)
_EXTEND = ("Extend", contract.ExtendRequest, contract.ExtendReply)
_SETTLE_BATCH = ("SettleBatch", contract.SettleBatchRequest, contract.SettleBatchReply)
_RELEASE = ("Release", contract.ReleaseRequest, contract.ReleaseReply)


def _channel(module, settings: Settings):
    if settings.tls is None:
        return module.insecure_channel(settings.gate, options=_OPTIONS)
    tls = settings.tls
    credentials = grpc.ssl_channel_credentials(tls.ca, tls.key, tls.certificate)
    return module.secure_channel(settings.gate, credentials, options=_OPTIONS)


def _method(channel, method):
    name, request, reply = method
    return channel.unary_unary(
        _SERVICE + name,
        request_serializer=request.SerializeToString,
        response_deserializer=reply.FromString,
    )


def _metadata(settings: Settings):
    return (("authorization", "Bearer " + settings.credential),)


class AskingGate:
    """For calls that begin or run; of one event loop."""

    def __init__(self, settings: Settings):
        channel = _channel(grpc.aio, settings)
        self._authorize = _method(channel, _AUTHORIZE)
        self._extend = _method(channel, _EXTEND)
        self._release = _method(channel, _RELEASE)
        self._metadata = _metadata(settings)
        self._timeout_s = settings.deadline_ms / 1_000

    async def authorize(self, request):
        """Decides about a call. Raises grpc.RpcError."""
        return await self._authorize(
            request, timeout=self._timeout_s, metadata=self._metadata, wait_for_ready=True
        )

    async def release(self, request):
        """Drops a hold that may be there, once the gate is reached. Raises grpc.RpcError."""
        return await self._release(
            request, timeout=_ABANDON_S, metadata=self._metadata, wait_for_ready=True
        )

    async def extend(self, request):
        """Keeps a hold alive. Raises grpc.RpcError."""
        return await self._extend(request, timeout=self._timeout_s, metadata=self._metadata)


class TellingGate:
    """For endings; of the settler's thread."""

    _TIMEOUT_S = 10

    def __init__(self, settings: Settings):
        self._channel = _channel(grpc, settings)
        self._settle_batch = _method(self._channel, _SETTLE_BATCH)
        self._release = _method(self._channel, _RELEASE)
        self._metadata = _metadata(settings)

    def settle_batch(self, request):
        """Charges calls. Raises grpc.RpcError."""
        return self._settle_batch(request, timeout=self._TIMEOUT_S, metadata=self._metadata)

    def release(self, request):
        """Drops a hold. Raises grpc.RpcError."""
        return self._release(request, timeout=self._TIMEOUT_S, metadata=self._metadata)

    def close(self) -> None:
        self._channel.close()
