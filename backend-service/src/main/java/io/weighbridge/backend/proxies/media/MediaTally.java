package io.weighbridge.backend.proxies.media;

import io.weighbridge.backend.proxies.call.Used;
import io.weighbridge.backend.proxies.wire.PromptSize;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

/// What a call has used so far: what is known, and of the rest an estimate, of which what it makes
/// counts only once something was made. In the units that it is held for, which are those that its
/// service is priced by. Immutable.
///
/// @param size of its request
/// @param held units that it is held for
/// @param known what was told, measured or counted
/// @param made estimates of what was made
/// @param isBegun whether anything was made
/// @param textBytes that were written of what was heard
public record MediaTally(
        MediaSize size, Units held, Units known, Units made, boolean isBegun, long textBytes)
        implements Used {
    /// Before anything was made.
    public static MediaTally start(MediaRequest request, Units held) {
        return new MediaTally(
                request.size(), held, request.size().known(), request.size().made(), false, 0);
    }

    /// With what was told since, which replaces what was told before.
    public MediaTally plus(Units told) {
        return new MediaTally(size, held, replaced(known, told), made, isBegun, textBytes);
    }

    /// With something made.
    public MediaTally begun() {
        return new MediaTally(size, held, known, made, true, textBytes);
    }

    /// With a better estimate of what was made.
    public MediaTally likely(Units better) {
        return new MediaTally(size, held, known, replaced(made, better), isBegun, textBytes);
    }

    /// With so much of a text in all.
    MediaTally written(long bytes) {
        Units likely = Units.of(Unit.OUTPUT_TOKENS, PromptSize.likely(bytes));
        return new MediaTally(size, held, known, replaced(made, likely), isBegun, bytes);
    }

    @Override
    public String estimatedBy() {
        return "size";
    }

    /// Whether nothing is known to have been used.
    public boolean isNothing() {
        return !isBegun && known.equals(size.known());
    }

    // A whole comes with its parts: those that were there before are gone with it.
    private static Units replaced(Units before, Units told) {
        Units units = Units.NONE;
        for (Unit unit : before.units()) {
            Unit whole = root(unit);
            if (!told.has(whole)) {
                units = units.with(unit, before.get(unit));
            }
        }
        for (Unit unit : told.units()) {
            units = units.with(unit, told.get(unit));
        }
        return units;
    }

    private static Unit root(Unit unit) {
        Unit whole = unit.partOf();
        return whole == null ? unit : whole;
    }

    @Override
    public Units units() {
        Units all = replaced(estimate(), known);
        Units units = Units.NONE;
        for (Unit unit : all.units()) {
            if (isHeld(unit)) {
                units = units.with(unit, all.get(unit));
            }
        }
        return units.isEmpty() ? Units.of(Unit.REQUESTS, isBegun ? 1 : 0) : units;
    }

    private Units estimate() {
        Units units = size.sent();
        for (Unit unit : made.units()) {
            units = units.with(unit, isBegun ? made.get(unit) : 0);
        }
        return units;
    }

    private boolean isHeld(Unit unit) {
        Unit whole = root(unit);
        return whole.isRootToken()
                ? held.has(Unit.INPUT_TOKENS) || held.has(Unit.OUTPUT_TOKENS)
                : held.has(whole);
    }

    @Override
    public boolean isEstimated() {
        Units estimate = estimate();
        for (Unit unit : estimate.units()) {
            boolean isZero = estimate.get(unit) == 0;
            if (isHeld(unit) && !isZero && !known.has(root(unit))) {
                return true;
            }
        }
        return false;
    }
}
