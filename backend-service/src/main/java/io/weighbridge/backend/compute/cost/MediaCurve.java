package io.weighbridge.backend.compute.cost;

/// What a picture or a recording takes, by its size. Exact. Immutable.
public sealed interface MediaCurve permits PictureCurve, SpeechCurve {
    /// What one takes.
    ///
    /// @param seconds of one card
    /// @param computing seconds of one card that its operations alone would take: what the basis
    ///     FLOPS pays for
    /// @param flops its operations
    record Taken(Ratio seconds, Ratio computing, Ratio flops) {
        static final Taken NOTHING = new Taken(Ratio.ZERO, Ratio.ZERO, Ratio.ZERO);

        Taken plus(Taken other) {
            return new Taken(
                    seconds.plus(other.seconds),
                    computing.plus(other.computing),
                    flops.plus(other.flops));
        }

        /// Of so many.
        public Taken times(Ratio count) {
            return new Taken(seconds.times(count), computing.times(count), flops.times(count));
        }

        /// Its cost in the unit that the hour's price is in.
        ///
        /// @param share of the cards' memory that pays for the time
        /// @param hour price of a card's hour
        public Ratio cost(Basis basis, Ratio share, Ratio hour) {
            return switch (basis) {
                case GPU_TIME_VRAM, MEASURED -> seconds.times(share).times(hour).over(3_600);
                case FLOPS -> computing.times(hour).over(3_600);
            };
        }
    }

    /// Of a picture of so many pixels, or a recording of so many milliseconds.
    ///
    /// @param size above 0
    Taken taken(Ratio size);
}
