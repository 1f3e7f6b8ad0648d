package io.weighbridge.console.feature.compute;

import io.weighbridge.console.control.FieldMerge;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.GpuFigures;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// What is said of a GPU, each by itself: how it is typed and checked, and brought together with
/// what another operator saved.
enum GpuField implements FieldMerge.Field<GpuFigures> {
    TITLE(0, 0, 0),
    VRAM(1L << 30, 1L << 30, 1L << 44),
    BANDWIDTH(1_000_000_000L, 1_000_000_000L, 1_000_000_000_000_000L),
    FP32(GpuField.TERA, GpuField.GIGA, GpuField.EXA),
    FP16(GpuField.TERA, GpuField.GIGA, GpuField.EXA),
    BF16(GpuField.TERA, GpuField.GIGA, GpuField.EXA),
    FP8(GpuField.TERA, GpuField.GIGA, GpuField.EXA),
    WATTS(1, 1, 100_000),
    SOURCE(0, 0, 0),
    RETIRED(0, 0, 0);

    /// Those that are typed.
    static final List<GpuField> TYPED =
            List.of(TITLE, VRAM, BANDWIDTH, FP32, FP16, BF16, FP8, WATTS, SOURCE);

    private static final long GIGA = 1_000_000_000L;
    private static final long TERA = 1_000_000_000_000L;
    private static final long EXA = 1_000_000_000_000_000_000L;
    private static final int CHARACTERS_MAX = 200;

    private final long unit;
    private final long least;
    private final long most;

    GpuField(long unit, long least, long most) {
        this.unit = unit;
        this.least = least;
        this.most = most;
    }

    @Override
    public String text() {
        return Texts.of("compute.gpu." + word());
    }

    /// What may stand in it.
    String hint() {
        return Texts.of("compute.gpu." + word() + ".hint");
    }

    /// Its name in ids, and of a peak that of the numbers' type.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    // A card may have no units for them.
    private boolean isOptional() {
        return this == BF16 || this == FP8;
    }

    /// The value as it is typed; empty when it has none.
    String typed(GpuFigures figures) {
        return switch (this) {
            case TITLE -> figures.getTitle();
            case SOURCE -> figures.getSource();
            case VRAM -> Scaled.text(figures.getVramBytes(), unit);
            case BANDWIDTH -> Scaled.text(figures.getBytesPerSecond(), unit);
            case WATTS -> Scaled.text(figures.getTdpWatts(), unit);
            case FP32, FP16, BF16, FP8 -> {
                long peak = figures.getFlopsPerSecondOrDefault(word(), 0);
                yield peak == 0 ? "" : Scaled.text(peak, unit);
            }
            case RETIRED ->
                    Texts.of(
                            figures.getRetired()
                                    ? "compute.gpu.retired.yes"
                                    : "compute.gpu.retired.no");
        };
    }

    /// What is wrong with what was typed; empty when it can be taken.
    String problem(String typed) {
        if (unit == 0) {
            return typed.isBlank() || typed.strip().length() > CHARACTERS_MAX
                    ? Texts.of("compute.gpu.text.wrong")
                    : "";
        }
        boolean isFine =
                (isOptional() && typed.isBlank())
                        || Scaled.parse(typed, unit, least, most).isPresent();
        return isFine
                ? ""
                : Texts.of(
                        "compute.gpu.number.wrong",
                        Scaled.text(least, unit),
                        Scaled.text(most, unit));
    }

    /// Takes what was typed and has no problem.
    void take(String typed, GpuFigures.Builder to) {
        OptionalLong number = unit == 0 ? OptionalLong.empty() : Scaled.parse(typed, unit, 0, most);
        switch (this) {
            case TITLE -> to.setTitle(typed.strip());
            case SOURCE -> to.setSource(typed.strip());
            case VRAM -> to.setVramBytes(number.orElseThrow());
            case BANDWIDTH -> to.setBytesPerSecond(number.orElseThrow());
            case WATTS -> to.setTdpWatts(number.orElseThrow());
            case FP32, FP16, BF16, FP8 -> {
                to.removeFlopsPerSecond(word());
                number.ifPresent(peak -> to.putFlopsPerSecond(word(), peak));
            }
            case RETIRED -> throw new IllegalStateException("not typed: " + this);
        }
    }

    /// Takes this field of one over into another.
    void copy(GpuFigures from, GpuFigures.Builder to) {
        if (this == RETIRED) {
            to.setRetired(from.getRetired());
        } else {
            take(typed(from), to);
        }
    }

    @Override
    public boolean isSame(GpuFigures one, GpuFigures other) {
        return typed(one).equals(typed(other));
    }
}
