package io.weighbridge.backend.payments.reconcile;

import io.grpc.BindableService;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;

import java.util.List;

/// Puts the feature together.
public final class ReconciliationAssembly {
    private final Reconciliations reconciliations;

    /// @param providers that are asked
    /// @param settled waits until the books have all that happened until now
    public ReconciliationAssembly(
            ReconciliationStore store,
            Books books,
            List<PaymentProvider> providers,
            ReconciliationSettings settings,
            Runnable settled,
            IdSource ids,
            TimeSource time) {
        reconciliations =
                new Reconciliations(store, books, providers, settings, settled, ids, time);
    }

    /// Reports over gRPC.
    public BindableService grpc() {
        return new ReconciliationGrpc(reconciliations);
    }

    /// Differences that the newest daily report names or counts; 0 while there is none.
    public long differences() {
        return reconciliations.newestDaily().map(ReconciliationRun::differences).orElse(0L);
    }

    /// Whether the newest daily report is incomplete.
    public boolean isIncomplete() {
        return reconciliations
                .newestDaily()
                .filter(run -> run.state() == ReconciliationState.INCOMPLETE)
                .isPresent();
    }

    /// When the newest daily report ended, in milliseconds since 1970; 0 while there is none.
    public long newestEndedAtMs() {
        return reconciliations.newestDaily().map(ReconciliationRun::endedAtMs).orElse(0L);
    }

    /// Now and then: makes the reports that are due. For one thread.
    public void round() {
        reconciliations.round();
    }

    /// From now on no provider is asked: a stop waits for none.
    public void stop() {
        reconciliations.stop();
    }
}
