package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;
import io.weighbridge.proto.v1.GpuServices;

/// The columns of measured GPUs, and of what was said to run on one.
final class GpuTables {
    private GpuTables() {}

    static DataTable<GpuUse> uses(Formats formats) {
        return new DataTable<GpuUse>(Texts.of("compute.assign.gpus"), GpuUse::gpu)
                .text(Texts.of("compute.assign.gpu"), 350, GpuUse::gpu)
                .text(Texts.of("compute.measured.card"), 190, GpuUse::card)
                .drawn(
                        Texts.of("compute.assign.now"),
                        230,
                        null,
                        GpuTables::now,
                        _ -> new ChipCell<>(GpuTables::now, use -> use.isKnown() ? "" : "watch"))
                .text(Texts.of("compute.later"), 285, use -> later(use, formats));
    }

    /// What runs on it, or that nobody said so.
    static String now(GpuUse use) {
        return use.isKnown() ? String.join(", ", use.running()) : Texts.of("compute.assign.unsaid");
    }

    /// What will run on it from when on; empty for no change to come.
    static String later(GpuUse use, Formats formats) {
        return use.later() == null
                ? ""
                : Texts.of(
                        "compute.later.what",
                        names(use.later()),
                        TimeInput.text(use.later().getEffectiveAtMs(), formats.zone()));
    }

    /// Names of services, or that nothing is known from then on.
    static String names(GpuServices said) {
        return said.getServicesCount() == 0
                ? Texts.of("compute.assign.nothing")
                : String.join(", ", said.getServicesList());
    }

    static DataTable<GpuServices> history(Formats formats) {
        return new DataTable<GpuServices>(
                        Texts.of("compute.assign.history"),
                        said -> said.getEffectiveAtMs() + "/" + said.getCreatedAtMs())
                .text(
                        Texts.of("compute.price.from"),
                        145,
                        said -> TimeInput.text(said.getEffectiveAtMs(), formats.zone()))
                .text(Texts.of("compute.assign.services"), 150, GpuTables::names)
                .text(
                        Texts.of("compute.assign.said-at"),
                        150,
                        said -> formats.instant(said.getCreatedAtMs()));
    }
}
