package io.weighbridge.backend.ledger;

import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/// A command whose caller waits for it, on a thread that may wait.
public final class LedgerOperation<R> implements Command {
    private final Function<Posting, R> decision;
    private final CompletableFuture<R> future = new CompletableFuture<>();
    private @Nullable R result;

    private LedgerOperation(Function<Posting, R> decision) {
        this.decision = decision;
    }

    /// Runs a decision on the writer's thread and returns its result once it is durable.
    ///
    /// @throws Fault what the decision threw, BUSY or STORE_UNAVAILABLE
    public static <R> R run(Ledger ledger, Function<Posting, R> decision) {
        LedgerOperation<R> operation = new LedgerOperation<>(decision);
        ledger.submit(operation);
        try {
            return operation.future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.internal("interrupted while waiting for the ledger", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Fault fault
                    ? fault
                    : Fault.internal("a ledger operation failed", e.getCause());
        }
    }

    @Override
    public void decide(Posting posting) {
        result = decision.apply(posting);
    }

    @Override
    public void committed() {
        future.complete(result);
    }

    @Override
    public void failed(Fault fault) {
        future.completeExceptionally(fault);
    }
}
