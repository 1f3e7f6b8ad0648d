package io.weighbridge.backend.compute.measure;

import java.util.Locale;
import java.util.Map;

/// Which GPU of the catalogue a driver means. One that is not known here is the one of the
/// catalogue whose name is the driver's in small letters, with '-' for all that is neither letter
/// nor digit: `NVIDIA RTX 6000 Ada` is `nvidia-rtx-6000-ada`.
final class DriverNames {
    private static final int NAME_LENGTH_MAX = 40;

    private static final Map<String, String> KNOWN =
            Map.ofEntries(
                    Map.entry("nvidia-a10", "a10"),
                    Map.entry("nvidia-a100-sxm4-40gb", "a100-40"),
                    Map.entry("nvidia-a100-sxm4-80gb", "a100-80"),
                    Map.entry("nvidia-a100-80gb-pcie", "a100-80-pcie"),
                    Map.entry("nvidia-b200", "b200"),
                    Map.entry("nvidia-h100-80gb-hbm3", "h100"),
                    Map.entry("nvidia-h100-nvl", "h100-nvl"),
                    Map.entry("nvidia-h100-pcie", "h100-pcie"),
                    Map.entry("nvidia-h200", "h200"),
                    Map.entry("nvidia-l4", "l4"),
                    Map.entry("nvidia-l40s", "l40s"),
                    Map.entry("nvidia-geforce-rtx-3090", "rtx-3090"),
                    Map.entry("nvidia-geforce-rtx-4090", "rtx-4090"),
                    Map.entry("nvidia-geforce-rtx-5090", "rtx-5090"),
                    Map.entry("nvidia-rtx-a6000", "rtx-a6000"),
                    Map.entry("tesla-t4", "t4"),
                    Map.entry("tesla-v100-sxm2-32gb", "v100"));

    private DriverNames() {}

    /// The name in the catalogue; empty when a driver's name cannot be one.
    static String catalogueName(String driverName) {
        String name =
                driverName
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-|-$", "");
        String known = KNOWN.getOrDefault(name, name);
        return known.length() > NAME_LENGTH_MAX ? "" : known;
    }
}
