package io.weighbridge.backend.payments.reconcile;

import java.time.LocalDate;

/// A report, or one to be made.
///
/// @param day in UTC that it is about
/// @param fromMs what is compared begins; milliseconds since 1970, as the next
/// @param toMs not included
/// @param why it is not all; empty for nothing to say
/// @param isAutomatic whether it was due by itself
/// @param attempt of the automatic ones of a day, from 1
/// @param startedAtMs 0 for not yet, as the next
/// @param payments how many were compared
/// @param differences how many there are
public record ReconciliationRun(
        long id,
        LocalDate day,
        long fromMs,
        long toMs,
        ReconciliationState state,
        String why,
        boolean isAutomatic,
        int attempt,
        long askedAtMs,
        long startedAtMs,
        long endedAtMs,
        long payments,
        long differences) {
    ReconciliationRun started(long atMs) {
        return with(ReconciliationState.RUNNING, "", atMs, 0, 0, 0);
    }

    ReconciliationRun ended(String newWhy, long atMs, long newPayments, long newDifferences) {
        ReconciliationState end =
                newWhy.isEmpty() ? ReconciliationState.COMPLETE : ReconciliationState.INCOMPLETE;
        return with(end, newWhy, startedAtMs, atMs, newPayments, newDifferences);
    }

    private ReconciliationRun with(
            ReconciliationState newState,
            String newWhy,
            long newStartedAtMs,
            long newEndedAtMs,
            long newPayments,
            long newDifferences) {
        return new ReconciliationRun(
                id,
                day,
                fromMs,
                toMs,
                newState,
                newWhy,
                isAutomatic,
                attempt,
                askedAtMs,
                newStartedAtMs,
                newEndedAtMs,
                newPayments,
                newDifferences);
    }
}
