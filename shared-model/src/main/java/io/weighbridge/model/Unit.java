package io.weighbridge.model;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// What is counted. Counts are whole numbers of the unit named by the constant; a larger unit that
/// people speak of is [#perDisplayUnit] of them.
///
/// Some units are part of another: every cached input token is an input token as well. A part is
/// charged at its own rate if there is one and at its parent's if not, never at both. The [#number]
/// is part of stored data and of the protobuf contract and never changes.
public enum Unit {
    INPUT_TOKENS(1, null, 1, "token"),
    CACHED_INPUT_TOKENS(2, INPUT_TOKENS, 1, "token"),
    CACHE_WRITE_5M_TOKENS(3, INPUT_TOKENS, 1, "token"),
    CACHE_WRITE_1H_TOKENS(4, INPUT_TOKENS, 1, "token"),
    AUDIO_INPUT_TOKENS(5, INPUT_TOKENS, 1, "token"),
    IMAGE_INPUT_TOKENS(6, INPUT_TOKENS, 1, "token"),
    OUTPUT_TOKENS(7, null, 1, "token"),
    REASONING_TOKENS(8, OUTPUT_TOKENS, 1, "token"),
    AUDIO_OUTPUT_TOKENS(9, OUTPUT_TOKENS, 1, "token"),
    IMAGE_OUTPUT_TOKENS(10, OUTPUT_TOKENS, 1, "token"),
    IMAGES(11, null, 1, "image"),
    PIXELS(12, null, 1_000_000, "megapixel"),
    PIXEL_STEPS(13, null, 1_000_000, "megapixel-step"),
    AUDIO_MILLISECONDS(14, null, 1_000, "second of audio"),
    VIDEO_MILLISECONDS(15, null, 1_000, "second of video"),
    CHARACTERS(16, null, 1, "character"),
    PAGES(17, null, 1, "page"),
    REQUESTS(18, null, 1, "request"),
    TOOL_CALLS(19, null, 1, "tool call"),
    SEARCH_QUERIES(20, null, 1, "search query"),
    GPU_MILLISECONDS(21, null, 1_000, "GPU-second"),
    VRAM_MIB_MILLISECONDS(22, null, 1_024_000, "GiB-second of vRAM"),
    GIGAFLOPS(23, null, 1_000, "TFLOP");

    /// The most that one call may count of any unit.
    public static final long COUNT_MAX = 1_000_000_000_000L;

    /// How many constants there are; their numbers run from 1 to this.
    public static final int SIZE = 23;

    private static final Unit[] BY_NUMBER = new Unit[SIZE + 1];
    private static final Map<String, Unit> BY_KEY = new HashMap<>();

    static {
        for (Unit unit : values()) {
            BY_NUMBER[unit.number] = unit;
            BY_KEY.put(unit.key, unit);
        }
    }

    private final int number;
    private final @Nullable Unit partOf;
    private final long perDisplayUnit;
    private final String displayUnit;
    private final String key;

    Unit(int number, @Nullable Unit partOf, long perDisplayUnit, String displayUnit) {
        this.number = number;
        this.partOf = partOf;
        this.perDisplayUnit = perDisplayUnit;
        this.displayUnit = displayUnit;
        this.key = name().toLowerCase(Locale.ROOT);
    }

    /// The unit with this number, or null when there is none.
    public static @Nullable Unit byNumber(int number) {
        return number >= 1 && number <= SIZE ? BY_NUMBER[number] : null;
    }

    /// The number in the protobuf contract and in stored data, from 1 to [#SIZE].
    public int number() {
        return number;
    }

    /// The unit that this one is part of, or null.
    public @Nullable Unit partOf() {
        return partOf;
    }

    /// How many of this unit make one of [#displayUnit].
    public long perDisplayUnit() {
        return perDisplayUnit;
    }

    /// What people call it, in the singular.
    public String displayUnit() {
        return displayUnit;
    }

    /// Whether it counts towards tokens/min: the prompt and the answer, whose parts are within
    /// them.
    public boolean isRootToken() {
        return this == INPUT_TOKENS || this == OUTPUT_TOKENS;
    }

    /// Whether it is a token of a prompt or an answer, of whatever kind.
    public boolean isToken() {
        return isRootToken() || partOf != null;
    }

    /// Whether it is time, memory or operations of GPUs: what is told by who serves a call, or
    /// reckoned from its tokens, pictures or sound by what its service runs.
    public boolean isCompute() {
        return this == GPU_MILLISECONDS || this == VRAM_MIB_MILLISECONDS || this == GIGAFLOPS;
    }

    /// The name in exports and stored text: `input_tokens`.
    public String key() {
        return key;
    }

    /// The unit with this [#key], or null when there is none.
    public static @Nullable Unit byKey(String key) {
        return BY_KEY.get(key);
    }
}
