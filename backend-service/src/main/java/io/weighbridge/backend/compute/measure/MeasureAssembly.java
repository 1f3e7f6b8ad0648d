package io.weighbridge.backend.compute.measure;

import io.grpc.BindableService;
import io.weighbridge.backend.platform.time.TimeSource;

import java.util.List;

/// Puts the feature together.
public final class MeasureAssembly {
    private final Scraping scraping;
    private final MeasureStore store;
    private final GpuPrices prices;
    private final MeasureRetention retention;

    /// @param exporters that are asked
    /// @param pauseMs between rounds
    /// @param daysKept how many days hours are kept at least; 0 for ever
    public MeasureAssembly(
            List<Exporter> exporters,
            MeasureStore store,
            GpuPrices prices,
            TimeSource time,
            long pauseMs,
            int daysKept) {
        this.store = store;
        this.prices = prices;
        retention = new MeasureRetention(store, time, daysKept);
        scraping =
                new Scraping(
                        exporters,
                        new ExporterHttp(),
                        new SmiFile(time, Scraping.ROUNDS_BEFORE_GAP * pauseMs),
                        store,
                        time,
                        pauseMs);
    }

    /// What was measured, over gRPC.
    public BindableService grpc() {
        return new MeasuredGrpc(scraping, store, prices);
    }

    /// Deletes hours that are too old. For one thread.
    public void retire() {
        retention.round();
    }

    /// Asks all exporters. For one thread.
    public void round() {
        scraping.round();
    }
}
