package io.weighbridge.backend.usage;

import io.weighbridge.model.Unit;

import java.util.List;

/// Units to add to what the sums of an hour say to have those that were used in it: a rating that
/// tells units counts them in its own hour, and the call used them in another.
///
/// @param group the hour, and whose they are: account and key are 0 where they are not asked for
/// @param counts of [#UNITS], below 0 where more were told in the hour than used
public record MovedUnits(Rollup.Group group, List<Long> counts) {
    /// Which units are moved: those by which a GPU's time is split.
    static final List<Unit> UNITS =
            List.of(
                    Unit.INPUT_TOKENS,
                    Unit.CACHED_INPUT_TOKENS,
                    Unit.OUTPUT_TOKENS,
                    Unit.IMAGES,
                    Unit.PIXELS,
                    Unit.AUDIO_MILLISECONDS);

    public MovedUnits {
        counts = List.copyOf(counts);
    }

    /// How many of a unit; below 0 see [#counts].
    public long get(Unit unit) {
        int at = UNITS.indexOf(unit);
        return at < 0 ? 0 : counts.get(at);
    }
}
