package io.weighbridge.backend.proxies.events;

import java.util.List;

/// What was sent, read as a whole.
sealed interface ReadReport {
    /// Events.
    ///
    /// @param passedOver how many others came with them that tell of nothing to charge
    record Events(List<ToldEvent> events, int passedOver) implements ReadReport {
        public Events {
            events = List.copyOf(events);
        }
    }

    /// Not what is taken here: nothing of it is charged.
    ///
    /// @param status of HTTP
    /// @param code a word for programs
    /// @param text for people
    record Unreadable(int status, String code, String text) implements ReadReport {}
}
