package io.weighbridge.backend.demo.trace;

import java.util.Iterator;
import java.util.SplittableRandom;

/// Traffic of the shape of a real trace, for ever, the same for the same seed: arrivals in bursts
/// and lulls, prompt and answer sizes log-normal. Row numbers go on where an earlier start ended,
/// since skipped rows cost next to nothing.
public final class GeneratedRows implements Iterator<TraceRow> {
    // As in the Azure code trace of 2023: about 150 calls a minute, prompts about 2,000 tokens,
    // answers about 30, now and then hundreds.
    private static final double CALLS_PER_MINUTE = 150;
    private static final double MEAN_INPUT = 2_050;
    private static final long START_MICROS = 1_700_000_000_000_000L;
    private static final long INPUT_MAX = 8_000;
    private static final long OUTPUT_MAX = 2_000;

    private final SplittableRandom random;
    private long number;
    private double atMicros = START_MICROS;
    // Calls a minute at the moment, and how many rows it lasts.
    private double rate = CALLS_PER_MINUTE;
    private int rowsLeft;

    private GeneratedRows(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public static RowSource source(long seed) {
        return new RowSource(
                "generated-" + seed,
                RowSource.ENDLESS,
                0,
                MEAN_INPUT,
                () -> new GeneratedRows(seed));
    }

    /// Rows a minute of trace time, on average.
    static double callsPerMinute() {
        return CALLS_PER_MINUTE;
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public TraceRow next() {
        if (rowsLeft == 0) {
            // Between a third and three times the average.
            rate = CALLS_PER_MINUTE * Math.exp((random.nextDouble() * 2 - 1) * Math.log(3));
            rowsLeft = 20 + random.nextInt(180);
        }
        rowsLeft--;
        atMicros += -Math.log(1 - random.nextDouble()) * 60e6 / rate;
        number++;
        long input = logNormal(1_500, 0.8, INPUT_MAX);
        long output = logNormal(14, 1.1, OUTPUT_MAX);
        return new TraceRow(number, (long) atMicros, input, output);
    }

    private long logNormal(double median, double sigma, long most) {
        // The sum of 12 uniforms is close enough to a normal one.
        double normal = -6;
        for (int i = 0; i < 12; i++) {
            normal += random.nextDouble();
        }
        return Math.clamp(Math.round(median * Math.exp(sigma * normal)), 1, most);
    }
}
