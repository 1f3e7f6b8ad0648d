package io.weighbridge.backend.compute.measure;

import java.io.IOException;

/// Gets what an exporter says. For several threads.
interface Pages {
    /// The page, or the file.
    ///
    /// @throws IOException when it cannot be had; its message says why
    /// @throws GarbledException when it is too long
    byte[] get(Exporter exporter) throws IOException, GarbledException;
}
