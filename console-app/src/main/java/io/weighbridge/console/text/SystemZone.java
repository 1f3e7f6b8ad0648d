package io.weighbridge.console.text;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;

/// The time zone of this machine by a name that the service takes too. A system can have one of its
/// own, such as `GMT+05:30`.
///
/// @param zone to be used
/// @param isKnown whether it is the machine's own; else UTC is used for it
public record SystemZone(ZoneId zone, boolean isKnown) {
    private static final int HOUR_SECONDS = 3_600;
    private static final Set<String> NAMES = ZoneId.getAvailableZoneIds();

    /// The one that this machine is set to.
    public static SystemZone here() {
        return of(ZoneId.systemDefault());
    }

    static SystemZone of(ZoneId system) {
        if (NAMES.contains(system.getId())) {
            return new SystemZone(system, true);
        }
        int seconds = system.getRules().getOffset(Instant.EPOCH).getTotalSeconds();
        boolean isFixed = system.getRules().isFixedOffset();
        String name = nameOf(seconds);
        return isFixed && NAMES.contains(name)
                ? new SystemZone(ZoneId.of(name), true)
                : new SystemZone(ZoneId.of("UTC"), false);
    }

    // Those names count to the west.
    private static String nameOf(int seconds) {
        if (seconds % HOUR_SECONDS != 0) {
            return "";
        }
        int hours = seconds / HOUR_SECONDS;
        return hours == 0 ? "UTC" : "Etc/GMT" + (hours > 0 ? "-" : "+") + Math.abs(hours);
    }
}
