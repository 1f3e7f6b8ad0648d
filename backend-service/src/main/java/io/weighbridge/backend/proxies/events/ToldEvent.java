package io.weighbridge.backend.proxies.events;

import io.weighbridge.backend.gate.event.UsageEvent;
import io.weighbridge.backend.platform.fault.Fault;

/// One event as it was read.
sealed interface ToldEvent {
    /// Who saw it; empty when that cannot be read.
    String source();

    /// Its id there; empty when that cannot be read.
    String id();

    /// Usage.
    record Read(UsageEvent event) implements ToldEvent {
        @Override
        public String source() {
            return event.source();
        }

        @Override
        public String id() {
            return event.id();
        }
    }

    /// Something that cannot be charged as it is.
    record Wrong(String source, String id, Fault fault) implements ToldEvent {}
}
