package io.weighbridge.backend.proxies.call;

import io.weighbridge.backend.gate.settle.Reply;
import io.weighbridge.backend.platform.fault.Fault;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The one end of a call, until the ledger has taken it. What it cannot take now is asked again for
/// as long as that lasts; what it fails at, so many times. It answers on threads of its own.
final class CallEnd {
    /// How often a failure of the ledger's own is tried again: a minute long.
    static final int FAILURES_MAX = 120;

    private static final Logger LOG = LoggerFactory.getLogger(CallEnd.class);

    private final OpenCalls all;
    private final Supplier<String> what;
    private final Consumer<CallEnd> how;
    private final Runnable over;
    private final AtomicInteger failures = new AtomicInteger();

    /// @param what for the log, asked for where it is needed there
    /// @param how gives it to the ledger, with a [#reply] to answer to
    /// @param over what happens once nothing more is asked
    CallEnd(OpenCalls all, Supplier<String> what, Consumer<CallEnd> how, Runnable over) {
        this.all = all;
        this.what = what;
        this.how = how;
        this.over = over;
    }

    /// Gives it to the ledger.
    void tell() {
        all.tell(() -> how.accept(this));
    }

    /// Where the ledger answers.
    <T> Reply<T> reply() {
        return reply(new CompletableFuture<>());
    }

    /// Where the ledger answers.
    ///
    /// @param first gets its first answer, empty where it could not take the end at once
    <T> Reply<T> reply(CompletableFuture<Optional<T>> first) {
        return new Reply<>() {
            @Override
            public void done(T result) {
                over.run();
                var _ = first.complete(Optional.of(result));
            }

            @Override
            public void failed(Fault fault) {
                CallEnd.this.failed(fault);
                var _ = first.complete(Optional.empty());
            }
        };
    }

    private void failed(Fault fault) {
        boolean again =
                switch (fault.code().kind()) {
                    case UNAVAILABLE -> true;
                    case INTERNAL -> failures.incrementAndGet() <= FAILURES_MAX;
                    default -> false;
                };
        if (again) {
            all.later(() -> how.accept(this));
            return;
        }
        LOG.error("{} could not be done: {}", what.get(), fault.logText());
        over.run();
    }
}
