package io.weighbridge.console.feature.plans;

import io.weighbridge.console.control.FieldMerge;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ServiceCategory;
import io.weighbridge.proto.v1.ServiceSettings;

import java.util.Locale;

/// What is set of a service, each by itself, so that two changes can be brought together.
enum ServiceField implements FieldMerge.Field<ServiceSettings> {
    CATEGORY,
    DISABLED,
    VANISHED,
    TTL,
    OUTPUT,
    SLICE,
    CEILING;

    private static final long TTL_DEFAULT_MS = 600_000;
    private static final long SLICE_DEFAULT = 256;

    @Override
    public String text() {
        return Texts.of("plans.service." + name().toLowerCase(Locale.ROOT));
    }

    /// The value in words.
    String shown(ServiceSettings settings, Formats formats) {
        return switch (this) {
            case CATEGORY -> category(settings.getCategory());
            case DISABLED ->
                    Texts.of(
                            settings.getDisabled()
                                    ? "plans.service.state.disabled"
                                    : "plans.service.state.on");
            case VANISHED -> Texts.of("plans.vanished." + settings.getVanishedPolicyValue());
            case TTL -> formats.duration(or(settings.getHoldTtlMs(), TTL_DEFAULT_MS));
            case OUTPUT -> formats.count(settings.getDefaultOutputTokens());
            case SLICE -> formats.count(or(settings.getMeterSliceTokens(), SLICE_DEFAULT));
            case CEILING ->
                    settings.getUnpricedCeilingNanos() == 0
                            ? Texts.of("plans.service.ceiling.none")
                            : formats.money(settings.getUnpricedCeilingNanos());
        };
    }

    private static long or(long value, long fallback) {
        return value == 0 ? fallback : value;
    }

    static String category(ServiceCategory category) {
        return Texts.of("plans.category." + category.getNumber());
    }

    /// Takes this field of one over into another.
    void copy(ServiceSettings from, ServiceSettings.Builder to) {
        switch (this) {
            case CATEGORY -> to.setCategory(from.getCategory());
            case DISABLED -> to.setDisabled(from.getDisabled());
            case VANISHED -> to.setVanishedPolicy(from.getVanishedPolicy());
            case TTL -> to.setHoldTtlMs(from.getHoldTtlMs());
            case OUTPUT -> to.setDefaultOutputTokens(from.getDefaultOutputTokens());
            case SLICE -> to.setMeterSliceTokens(from.getMeterSliceTokens());
            case CEILING -> to.setUnpricedCeilingNanos(from.getUnpricedCeilingNanos());
        }
    }

    /// Whether two have the same value of it.
    @Override
    public boolean isSame(ServiceSettings one, ServiceSettings other) {
        ServiceSettings.Builder left = ServiceSettings.newBuilder();
        ServiceSettings.Builder right = ServiceSettings.newBuilder();
        copy(one, left);
        copy(other, right);
        return left.build().equals(right.build());
    }
}
