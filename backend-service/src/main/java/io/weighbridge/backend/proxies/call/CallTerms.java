package io.weighbridge.backend.proxies.call;

import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;

/// What a proxy adds to a call that it asks for.
///
/// @param tags `KEY=VALUE` with line feeds between, empty for none
/// @param requestId the id that it is to have, null for any
/// @param maximumField what the model server is told the most output tokens in
/// @param quietMs how long nothing may come of the call
/// @param leavesModelOut whether the body is written without the model's name
/// @param service that is charged, empty for that with the model's name
/// @param takesCost whether what the model server says that it costs is recorded
public record CallTerms(
        String tags,
        @Nullable RequestId requestId,
        String maximumField,
        long quietMs,
        boolean leavesModelOut,
        String service,
        boolean takesCost) {
    /// Of a call that is charged as its model.
    public CallTerms(
            String tags,
            @Nullable RequestId requestId,
            String maximumField,
            long quietMs,
            boolean leavesModelOut) {
        this(tags, requestId, maximumField, quietMs, leavesModelOut, "", false);
    }

    String serviceOf(String model) {
        return service.isEmpty() ? model : service;
    }
}
