package io.weighbridge.backend.gate.settle;

import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;

/// What a proxy tells after a call. At least one of hold id and request id is there.
///
/// @param holdId as given when the call was admitted, empty when only the request id is told
/// @param requestId null when only the hold id is told
/// @param settlement what was used and how it ended
/// @param model that served it, empty when that is not told
/// @param proxy name of the proxy, empty for none
public record SettleCall(
        String holdId,
        @Nullable RequestId requestId,
        Settlement settlement,
        String model,
        String proxy) {}
