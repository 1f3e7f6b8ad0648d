package io.weighbridge.backend.usage;

import io.weighbridge.model.Outcome;

import org.jspecify.annotations.Nullable;

/// Which usage records are asked for.
///
/// @param accountId 0 for all
/// @param keyId 0 for all
/// @param serviceId 0 for all
/// @param subject empty for all
/// @param outcome null for all
/// @param fromMs first instant of the settle; 0 for open
/// @param toMs instant before which the settle was; 0 for open
/// @param tag that the call had; without a value, any of its key
public record RecordFilter(
        long accountId,
        long keyId,
        long serviceId,
        String subject,
        @Nullable Outcome outcome,
        long fromMs,
        long toMs,
        TagFilter tag) {}
