package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.feature.compute.said.Said;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.proto.v1.GpuServices;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A measured GPU with what was said to run on it.
///
/// @param gpu its UUID
/// @param card as its driver names it; empty when it was not seen lately
/// @param said all of it, in the order in which it was made
/// @param now what holds; null when nobody ever said it
/// @param later the next that holds from an instant to come; null for none
record GpuUse(
        String gpu,
        String card,
        List<GpuServices> said,
        @Nullable GpuServices now,
        @Nullable GpuServices later) {
    private static final String MEASURED = "measured";

    /// Where a measured GPU is shown: the catalogue's have their names for ids.
    static Address address(String gpu) {
        return Address.of(Route.COMPUTE, gpu).with("of", MEASURED);
    }

    /// Whether an address is that of a measured GPU.
    static boolean isOf(Address address) {
        return address.filter("of").equals(MEASURED);
    }

    /// @param said of this GPU, in the order in which it was made
    static GpuUse of(String gpu, String card, List<GpuServices> said, long nowMs) {
        Said<GpuServices> all = new Said<>(List.copyOf(said), GpuServices::getEffectiveAtMs);
        return new GpuUse(gpu, card, all.all(), all.at(nowMs), all.after(nowMs));
    }

    /// What runs on it; none: that is not known, and its active time is nobody's.
    List<String> running() {
        return now == null ? List.of() : now.getServicesList();
    }

    boolean isKnown() {
        return !running().isEmpty();
    }
}
