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
public record CallTerms(
        String tags,
        @Nullable RequestId requestId,
        String maximumField,
        long quietMs,
        boolean leavesModelOut) {}
