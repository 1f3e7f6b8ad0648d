package io.weighbridge.backend.platform.health;

/// What a check found.
///
/// @param text for people; empty when there is nothing to say
public record Health(State state, String text) {
    /// How bad it is.
    public enum State {
        OK(0),
        /// Works, but somebody should look.
        WARNING(1),
        /// Takes no calls until it is over.
        FAILED(2),
        /// Takes no calls until it is started anew.
        DEAD(3);

        private final int level;

        State(int level) {
            this.level = level;
        }

        /// As a number, for metrics: the higher the worse.
        public int level() {
            return level;
        }
    }

    /// All is well.
    public static final Health OK = new Health(State.OK, "");

    /// Somebody should look.
    public static Health warning(String text) {
        return new Health(State.WARNING, text);
    }

    /// Not now.
    public static Health failed(String text) {
        return new Health(State.FAILED, text);
    }

    /// Not without a new start.
    public static Health dead(String text) {
        return new Health(State.DEAD, text);
    }
}
