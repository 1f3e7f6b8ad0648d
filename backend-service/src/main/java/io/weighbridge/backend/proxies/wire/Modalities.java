package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.Unit;

import org.jspecify.annotations.Nullable;

/// What an answer is to be made of.
///
/// @param isText whether of text alone, which comes as it is made
/// @param dearer what of its output may be dearer than text, null for nothing
record Modalities(boolean isText, @Nullable Unit dearer) {
    /// Reads what a request asks for.
    ///
    /// @throws Fault INVALID_FIELD for sound and pictures in one answer: each may be all of it
    static Modalities of(ObjectNode root) {
        boolean isText = true;
        Unit dearer = null;
        for (JsonNode modality : root.path("modalities")) {
            Unit unit = unit(modality.asText());
            if (unit != null && dearer != null && unit != dearer) {
                throw Fault.invalid("modalities", "sound and pictures", "one of these at a time");
            }
            dearer = unit == null ? dearer : unit;
            isText &= modality.asText().equals("text");
        }
        return new Modalities(isText, dearer);
    }

    private static @Nullable Unit unit(String modality) {
        if (modality.equalsIgnoreCase("audio")) {
            return Unit.AUDIO_OUTPUT_TOKENS;
        }
        return modality.equalsIgnoreCase("image") ? Unit.IMAGE_OUTPUT_TOKENS : null;
    }
}
