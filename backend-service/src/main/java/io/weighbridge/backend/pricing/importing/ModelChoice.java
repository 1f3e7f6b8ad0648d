package io.weighbridge.backend.pricing.importing;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.text.Nearest;
import io.weighbridge.backend.services.ServiceDirectory;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which models of a map are taken, and for which services.
///
/// @param chosen each service once
/// @param skipped all others
record ModelChoice(List<Chosen> chosen, Skipped skipped) {
    private static final int NAME_LENGTH_MAX = 200;

    /// A model and the name of its service, which may not exist yet.
    record Chosen(PriceMap.Entry entry, JsonValue.Obj fields, String service) {}

    /// @throws Fault INVALID_FIELD for a model that the map does not have, SERVICE_UNKNOWN
    static ModelChoice of(PriceMap map, ImportOptions options, ServiceDirectory services) {
        requireNamed(map, options, services);
        Set<String> targets = new HashSet<>(options.services().values());
        List<Chosen> chosen = new ArrayList<>();
        Skipped skipped = new Skipped();
        for (PriceMap.Entry entry : map.entries()) {
            String mapped = options.services().get(entry.model());
            String service = mapped == null ? entry.model() : mapped;
            SkipReason reason = null;
            if (!entry.isModel()) {
                reason = SkipReason.NOT_A_MODEL;
            } else if (mapped == null && !isWanted(entry, options)) {
                reason = SkipReason.NOT_CHOSEN;
            } else if (entry.duplicate()) {
                reason = SkipReason.DUPLICATE;
            } else if (mapped == null && targets.contains(service)) {
                reason = SkipReason.SERVICE_TAKEN;
            } else if (services.byName(service) == null) {
                reason = reasonNotToMake(service, options);
            }
            if (reason == null && entry.value() instanceof JsonValue.Obj fields) {
                chosen.add(new Chosen(entry, fields, service));
            } else if (reason != null) {
                skipped.add(reason, entry.model());
            }
        }
        return new ModelChoice(chosen, skipped);
    }

    private static @Nullable SkipReason reasonNotToMake(String service, ImportOptions options) {
        if (!options.createServices()) {
            return SkipReason.NO_SERVICE;
        }
        return isName(service) ? null : SkipReason.BAD_NAME;
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= NAME_LENGTH_MAX
                && IdKind.SERVICE.parse(name).isEmpty()
                && name.codePoints()
                        .noneMatch(
                                c ->
                                        Character.isWhitespace(c)
                                                || Character.isSpaceChar(c)
                                                || Character.isISOControl(c));
    }

    private static boolean isWanted(PriceMap.Entry entry, ImportOptions options) {
        if (!options.providers().isEmpty() && !options.providers().contains(entry.provider())) {
            return false;
        }
        // So that openai/* is what it looks like also where the map leaves the provider out.
        String full = entry.provider() + '/' + entry.model();
        return options.models().isEmpty()
                || options.models().stream()
                        .anyMatch(
                                wanted ->
                                        Wildcard.matches(wanted, entry.model())
                                                || Wildcard.matches(wanted, full));
    }

    private static void requireNamed(
            PriceMap map, ImportOptions options, ServiceDirectory services) {
        List<String> names = map.entries().stream().map(PriceMap.Entry::model).toList();
        Set<String> known = new HashSet<>(names);
        options.services()
                .forEach(
                        (model, service) -> {
                            if (!known.contains(model)) {
                                throw Fault.invalid(
                                        "options.services",
                                        Check.shown(model),
                                        Nearest.to(model, names)
                                                .map(name -> "did you mean " + name + "?")
                                                .orElse("a model of the map"));
                            }
                            if (services.byName(service) == null && !options.createServices()) {
                                throw Fault.of(
                                        ErrorCode.SERVICE_UNKNOWN,
                                        "options.services: "
                                                + Check.shown(service)
                                                + " (expected: the name of a service)");
                            }
                            if (services.byName(service) == null && !isName(service)) {
                                throw Fault.invalid(
                                        "options.services",
                                        Check.shown(service),
                                        "a name that a service can have");
                            }
                        });
    }
}
