package io.weighbridge.console.feature.usage;

import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Names;
import io.weighbridge.console.feature.usage.sums.Exploration;
import io.weighbridge.console.text.Texts;

import java.util.ArrayList;
import java.util.List;

/// The rows of a heat map: the largest groups, in order, and perhaps one more for all others.
///
/// @param ids of the rows, without the one of all others
/// @param names of all rows
/// @param hasRest whether the last row is all others
/// @param found the sums that they were found by
record HeatRows(List<String> ids, List<String> names, boolean hasRest, Exploration found) {
    /// Rows of accounts.
    static final int ACCOUNTS_MAX = 30;

    /// Rows of GPUs: many figures are kept of each.
    static final int GPUS_MAX = 50;

    /// Rows of services.
    static final int SERVICES_MAX = 200;

    /// Finds the rows. Asks for names: for a background lane.
    static HeatRows of(HeatLook look, Exploration found, Names names) throws Exception {
        int most =
                switch (look.level()) {
                    case ACCOUNT -> ACCOUNTS_MAX;
                    case GPU -> GPUS_MAX;
                    default -> SERVICES_MAX;
                };
        List<String> ordered =
                found.ordered(look.measure().ordering()).stream()
                        .map(Exploration.Group::id)
                        .toList();
        List<String> ids = List.copyOf(ordered.subList(0, Math.min(most, ordered.size())));
        names.lookUp(look.level(), ids);
        // Of groups that were not read yet nothing is known: they are among all others.
        boolean hasRest = ordered.size() > most || found.isPartial();
        List<String> named = new ArrayList<>();
        ids.forEach(id -> named.add(name(look, id, names)));
        if (hasRest) {
            named.add(Texts.of("usage.rest"));
        }
        return new HeatRows(ids, List.copyOf(named), hasRest, found);
    }

    // Of measured hours what has no id is nobody's, not a stranger's.
    private static String name(HeatLook look, String id, Names names) {
        return look.measure().isMeasured() && id.isEmpty()
                ? Texts.of(look.level() == Level.GPU ? "usage.heat.no-gpu" : "usage.heat.nobody")
                : names.of(look.level(), id);
    }

    /// One row of everything, as the days of a week are summed from.
    static HeatRows everything(Buckets buckets) {
        return new HeatRows(
                List.of(""),
                List.of(Texts.of("usage.all")),
                false,
                Exploration.unread(buckets, Level.NONE));
    }

    int size() {
        return names.size();
    }

    /// Whether a row is what was earned without a GPU.
    boolean isWithoutGpu(int row) {
        return found.level() == Level.GPU && !isRest(row) && ids.get(row).isEmpty();
    }

    boolean isRest(int row) {
        return row >= ids.size();
    }
}
