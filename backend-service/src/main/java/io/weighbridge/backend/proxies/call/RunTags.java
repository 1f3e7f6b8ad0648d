package io.weighbridge.backend.proxies.call;

import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;

/// What a call is tagged with.
///
/// @param tags the client's and ours: `KEY=VALUE` with line feeds between, empty for none
/// @param requestId the id that it must have, as its own tags name it; null for any
public record RunTags(String tags, @Nullable RequestId requestId) {
    /// The terms of a call with these tags, whose body is written without the model's name.
    public CallTerms terms(String maximumField, long quietMs) {
        return new CallTerms(tags, requestId, maximumField, quietMs, true);
    }

    /// The same of a call that is charged as another service than that of its model's name.
    ///
    /// @param takesCost whether what the model server says that it costs is recorded
    public CallTerms terms(String maximumField, long quietMs, String service, boolean takesCost) {
        return new CallTerms(tags, requestId, maximumField, quietMs, true, service, takesCost);
    }
}
