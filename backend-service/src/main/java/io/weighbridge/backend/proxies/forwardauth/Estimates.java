package io.weighbridge.backend.proxies.forwardauth;

import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/// What is held for a call of which nothing but the service is known: the most that one is expected
/// to use. Where nobody says so of a service that is priced by neither tokens nor images, one
/// request; the gate admits none for which that has no price.
///
/// @param inputTokens of a call of texts
/// @param outputTokens of one, where its service does not say
/// @param named what the operator says of single services, by their names
public record Estimates(long inputTokens, long outputTokens, Map<String, Units> named) {
    public Estimates {
        named = Map.copyOf(named);
    }

    /// Reads a setting: `SERVICE unit=count unit=count` with semicolons between; null when that is
    /// wrong.
    public static @Nullable Map<String, Units> parse(String text) {
        Map<String, Units> named = new HashMap<>();
        if (text.isBlank()) {
            return named;
        }
        for (String part : text.split(";", -1)) {
            String[] words = part.strip().split("\\s+", 2);
            if (words.length != 2 || named.containsKey(words[0])) {
                return null;
            }
            try {
                Units units = Units.parse(words[1].replaceAll("\\s+", " "));
                if (units.problem() != null) {
                    return null;
                }
                named.put(words[0], units);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        return named;
    }

    /// What is held for a call of a service; of one that does not exist nothing.
    public Units of(@Nullable Service service) {
        if (service == null) {
            return Units.NONE;
        }
        Units units = named.get(service.name());
        if (units != null) {
            return units;
        }
        ServiceSettings settings = service.settings();
        return switch (settings.category()) {
            case TEXT -> {
                long ofService = settings.defaultOutputTokens();
                yield Units.tokens(inputTokens, ofService > 0 ? ofService : outputTokens);
            }
            case EMBEDDING -> Units.of(Unit.INPUT_TOKENS, inputTokens);
            case IMAGE -> Units.of(Unit.IMAGES, 1);
            case AUDIO, TOOL, GENERIC -> Units.of(Unit.REQUESTS, 1);
        };
    }
}
