package io.weighbridge.console.feature.keys;

import io.weighbridge.console.control.FieldMerge;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.CreditLimit;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.ServiceLimits;

import java.util.Locale;
import java.util.stream.Collectors;

/// What is set of a key, each by itself, so that two changes can be brought together.
enum KeyField implements FieldMerge.Field<KeySettings> {
    NAME,
    PLAN,
    SERVICES,
    EXPIRY,
    CREDIT,
    OVERRIDES,
    NETWORKS;

    @Override
    public String text() {
        return Texts.of("keys.field." + name().toLowerCase(Locale.ROOT));
    }

    /// Settings that have only this field of some.
    KeySettings only(KeySettings settings) {
        KeySettings.Builder only = KeySettings.newBuilder();
        switch (this) {
            case NAME -> only.setName(settings.getName());
            case PLAN -> only.setPlan(settings.getPlan());
            case SERVICES ->
                    only.addAllServices(settings.getServicesList())
                            .setAllServices(settings.getAllServices());
            case EXPIRY -> only.setExpiresAtMs(settings.getExpiresAtMs());
            case CREDIT -> {
                if (settings.hasCreditLimit()) {
                    only.setCreditLimit(settings.getCreditLimit());
                }
            }
            case OVERRIDES -> only.addAllOverrides(settings.getOverridesList());
            case NETWORKS -> only.addAllAllowedNetworks(settings.getAllowedNetworksList());
        }
        return only.build();
    }

    @Override
    public boolean isSame(KeySettings one, KeySettings other) {
        return only(one).equals(only(other));
    }

    /// The value in words.
    String shown(KeySettings settings, Choices choices, Formats formats) {
        return switch (this) {
            case NAME -> settings.getName().isEmpty() ? none() : settings.getName();
            case PLAN -> settings.getPlan().isEmpty() ? none() : choices.plan(settings.getPlan());
            case SERVICES -> services(settings);
            case EXPIRY ->
                    settings.getExpiresAtMs() == 0
                            ? Texts.of("keys.never")
                            : formats.instant(settings.getExpiresAtMs());
            case CREDIT ->
                    settings.hasCreditLimit() ? credit(settings.getCreditLimit(), formats) : none();
            case OVERRIDES ->
                    settings.getOverridesCount() == 0
                            ? none()
                            : settings.getOverridesList().stream()
                                    .map(limits -> limits(limits, formats))
                                    .collect(Collectors.joining("; "));
            case NETWORKS ->
                    settings.getAllowedNetworksCount() == 0
                            ? Texts.of("keys.anywhere")
                            : String.join(", ", settings.getAllowedNetworksList());
        };
    }

    private static String none() {
        return Texts.of("keys.none");
    }

    static String services(KeySettings settings) {
        if (settings.getAllServices()) {
            return Texts.of("keys.services.all");
        }
        return settings.getServicesCount() == 0
                ? Texts.of("keys.services.none")
                : String.join(", ", settings.getServicesList());
    }

    static String credit(CreditLimit limit, Formats formats) {
        return Texts.of(
                "keys.credit." + limit.getPeriodValue(), formats.money(limit.getAmountNanos()));
    }

    /// `gpt-x: 60 requests/min, 2 at once`.
    static String limits(ServiceLimits limits, Formats formats) {
        StringBuilder text = new StringBuilder();
        if (limits.hasRequestsPerMinute()) {
            String count = formats.count(limits.getRequestsPerMinute());
            text.append(", ").append(Texts.of("keys.limit.requests", count));
        }
        if (limits.hasTokensPerMinute()) {
            String count = formats.count(limits.getTokensPerMinute());
            text.append(", ").append(Texts.of("keys.limit.tokens", count));
        }
        if (limits.hasConcurrentCalls()) {
            String count = formats.count(limits.getConcurrentCalls());
            text.append(", ").append(Texts.of("keys.limit.calls", count));
        }
        if (limits.getShadow()) {
            text.append(", ").append(Texts.of("keys.limit.shadow"));
        }
        String service =
                limits.getService().isEmpty() ? Texts.of("keys.limit.others") : limits.getService();
        return service + ": " + (text.isEmpty() ? Texts.of("keys.limit.none") : text.substring(2));
    }
}
