package io.weighbridge.console.feature.compute;

import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ComputeTerms;

import java.util.Locale;

/// The numbers of how a model serves and what it shall earn.
enum TermField {
    CONTEXT(1, 1, 16_777_216),
    BATCH(1, 1, 65_536),
    CARDS(1, 0, 1_024),
    UTILIZATION(10_000, 1, 1_000_000),
    MARGIN(10_000, 0, 999_999);

    private final long unit;
    private final long least;
    private final long most;

    TermField(long unit, long least, long most) {
        this.unit = unit;
        this.least = least;
        this.most = most;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String text() {
        return Texts.of("compute.term." + word());
    }

    /// What it means.
    String help() {
        return Texts.of("compute.term." + word() + ".help");
    }

    /// As it is typed; nothing for as many cards as are needed.
    String typed(ComputeTerms terms) {
        long value =
                switch (this) {
                    case CONTEXT -> terms.getContextTokens();
                    case BATCH -> terms.getBatch();
                    case CARDS -> terms.getGpuCount();
                    case UTILIZATION -> terms.getUtilizationMillionths();
                    case MARGIN -> terms.getMarginMillionths();
                };
        return this == CARDS && value == 0 ? "" : Scaled.text(value, unit);
    }

    /// What is wrong with what was typed; empty when it can be taken.
    String problem(String typed) {
        boolean isFine =
                (this == CARDS && typed.isBlank())
                        || Scaled.parse(typed, unit, least, most).isPresent();
        return isFine
                ? ""
                : Texts.of(
                        "compute.gpu.number.wrong",
                        Scaled.text(least, unit),
                        Scaled.text(most, unit));
    }

    /// Takes what was typed and has no problem.
    void take(String typed, ComputeTerms.Builder to) {
        long value = Scaled.parse(typed, unit, least, most).orElse(0);
        switch (this) {
            case CONTEXT -> to.setContextTokens(value);
            case BATCH -> to.setBatch(value);
            case CARDS -> to.setGpuCount(value);
            case UTILIZATION -> to.setUtilizationMillionths(value);
            case MARGIN -> to.setMarginMillionths(value);
        }
    }
}
