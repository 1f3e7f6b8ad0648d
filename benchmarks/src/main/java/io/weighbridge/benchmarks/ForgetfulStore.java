package io.weighbridge.benchmarks;

import io.weighbridge.backend.ledger.LedgerStore;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.OperationResult;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.model.RequestId;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Keeps nothing: what SQL does after a call is measured elsewhere, and would only push the memory
/// of decisions out of the processor's cache here.
final class ForgetfulStore implements LedgerStore {
    @Override
    public Snapshot load(long recentRequestsFromMs) {
        return new Snapshot(0, 0, List.of(), List.of(), List.of(), List.of());
    }

    @Override
    public void fold(List<Fact> facts, long foldedSequence) {}

    @Override
    public void requests(long fromMs, long untilMs, Consumer<RequestId> to) {}

    @Override
    public Optional<RequestState> request(RequestId id) {
        return Optional.empty();
    }

    @Override
    public Optional<OperationResult> operation(UUID id) {
        return Optional.empty();
    }

    @Override
    public Optional<Grant> grant(long id) {
        return Optional.empty();
    }
}
