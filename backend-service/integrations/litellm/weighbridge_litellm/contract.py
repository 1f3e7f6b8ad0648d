"""The gate's contract: its messages, made from the descriptors that `contract` wrote."""

from importlib import resources

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_PACKAGE = "weighbridge.v1."
_POOL = descriptor_pool.Default()


def _load() -> None:
    data = resources.files(__package__).joinpath("contract.binpb").read_bytes()
    for file in descriptor_pb2.FileDescriptorSet.FromString(data).file:
        _POOL.AddSerializedFile(file.SerializeToString())


def _message(name: str):
    return message_factory.GetMessageClass(_POOL.FindMessageTypeByName(_PACKAGE + name))


def _values(name: str) -> dict[str, int]:
    return {v.name: v.number for v in _POOL.FindEnumTypeByName(_PACKAGE + name).values}


_load()

AuthorizeRequest = _message("AuthorizeRequest")
AuthorizeReply = _message("AuthorizeReply")
ExtendRequest = _message("ExtendRequest")
ExtendReply = _message("ExtendReply")
SettleRequest = _message("SettleRequest")
SettleReply = _message("SettleReply")
SettleBatchRequest = _message("SettleBatchRequest")
SettleBatchReply = _message("SettleBatchReply")
ReleaseRequest = _message("ReleaseRequest")
ReleaseReply = _message("ReleaseReply")

_UNITS = _values("Unit")
_OUTCOMES = _values("Outcome")
_TIERS = _values("ServiceTier")
_REASONS = {number: name for name, number in _values("RefusalReason").items()}


def unit(name: str) -> int:
    """The number of a unit such as `input_tokens`."""
    return _UNITS["UNIT_" + name.upper()]


def outcome(name: str) -> int:
    """The number of an outcome such as `client_gone`."""
    return _OUTCOMES["OUTCOME_" + name.upper()]


def tier(name: str) -> int | None:
    """The number of a service tier such as `flex`; None when there is none of this name."""
    return _TIERS.get("SERVICE_TIER_" + name.upper())


def reason(number: int) -> str:
    """The name of a refusal's reason such as `insufficient_credit`."""
    return _REASONS.get(number, "REFUSAL_REASON_UNSPECIFIED")[len("REFUSAL_REASON_") :].lower()
