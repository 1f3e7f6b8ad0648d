package io.weighbridge.console.feature.compute;

import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ComputeTerms;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// The numbers of how a model serves and what it shall earn.
enum TermField {
    CONTEXT(1, 1, 16_777_216, ModelUse.TEXT),
    STEPS(1, 1, 1_000, ModelUse.PICTURES),
    WIDTH(1, 1, 16_384, ModelUse.PICTURES),
    HEIGHT(1, 1, 16_384, ModelUse.PICTURES),
    WORDS(1, 1, 448, ModelUse.SPEECH),
    RECORDING(1_000, 1, 86_400_000, ModelUse.SPEECH),
    BATCH(1, 1, 65_536, null),
    CARDS(1, 0, 1_024, null),
    UTILIZATION(10_000, 1, 1_000_000, null),
    MARGIN(10_000, 0, 999_999, null);

    private final long unit;
    private final long least;
    private final long most;
    private final @Nullable ModelUse use;

    TermField(long unit, long least, long most, @Nullable ModelUse use) {
        this.unit = unit;
        this.least = least;
        this.most = most;
        this.use = use;
    }

    /// Whether a model that is used so has it.
    boolean isOf(ModelUse wanted) {
        return use == null || use == wanted;
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

    /// As it is typed; nothing for as many cards as are needed, and for what the model has not.
    String typed(ComputeTerms terms) {
        if (!isOf(ModelUse.of(terms))) {
            return "";
        }
        long value =
                switch (this) {
                    case CONTEXT -> terms.getContextTokens();
                    case STEPS -> terms.getPicture().getSteps();
                    case WIDTH -> terms.getPicture().getWidth();
                    case HEIGHT -> terms.getPicture().getHeight();
                    case WORDS -> terms.getSpeech().getWordsPerWindow();
                    case RECORDING -> terms.getSpeech().getRecordingMs();
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
            case STEPS -> to.getPictureBuilder().setSteps(value);
            case WIDTH -> to.getPictureBuilder().setWidth(value);
            case HEIGHT -> to.getPictureBuilder().setHeight(value);
            case WORDS -> to.getSpeechBuilder().setWordsPerWindow(value);
            case RECORDING -> to.getSpeechBuilder().setRecordingMs(value);
            case BATCH -> to.setBatch(value);
            case CARDS -> to.setGpuCount(value);
            case UTILIZATION -> to.setUtilizationMillionths(value);
            case MARGIN -> to.setMarginMillionths(value);
        }
    }
}
