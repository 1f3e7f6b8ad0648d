package io.weighbridge.backend.payments.reconcile;

import io.weighbridge.backend.payments.provider.ListedPayment;
import io.weighbridge.backend.payments.provider.PaymentLists;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/// Compares a provider's payments of a time with ours, page by page. What differs is looked at a
/// second time at the end: a webhook may have been on its way. Changes nothing. For one thread.
final class ProviderPass {
    /// How many payments are looked at a second time and named at most.
    static final int AGAIN_MAX = 1_000;

    private static final int BATCH = 500;

    private final String provider;
    private final @Nullable PaymentLists lists;
    private final Books books;
    private final Comparison comparison;
    private final Runnable settled;
    private final TimeSource time;
    private final BooleanSupplier stopping;
    private final Sums sums;
    private final SeenIds seen = new SeenIds();
    private final List<String> again = new ArrayList<>();
    private final List<Difference> differences = new ArrayList<>();
    private long more;
    private String missing = "";

    /// @param settled waits until the books have all that happened until now
    /// @param stopping whether to end at once
    ProviderPass(
            String provider,
            Optional<PaymentLists> lists,
            Books books,
            Comparison comparison,
            Runnable settled,
            TimeSource time,
            BooleanSupplier stopping) {
        this.provider = provider;
        this.lists = lists.orElse(null);
        this.books = books;
        this.comparison = comparison;
        this.settled = settled;
        this.time = time;
        this.stopping = stopping;
        this.sums = new Sums(provider);
    }

    /// What came of it.
    ///
    /// @param payments how many were compared
    /// @param more how many further payments differ that are not named
    /// @param missing why it is not all; empty when it is
    record Outcome(
            List<Total> totals,
            List<Difference> differences,
            long payments,
            long more,
            String missing) {}

    /// Compares.
    ///
    /// @throws Fault STORE_UNAVAILABLE
    /// @throws CancellationException when it is to stop
    Outcome run(long fromMs, long toMs) {
        settled.run();
        if (lists == null) {
            missing = "is not asked: its settings are not there";
        } else {
            list(lists, fromMs, toMs);
        }
        ours(fromMs, toMs);
        settled.run();
        lookAgain();
        if (more > 0) {
            missing = more + " more payments differ and are not named; " + missing;
        }
        return new Outcome(sums.totals(), differences, sums.payments(), more, missing);
    }

    private void list(PaymentLists asked, long fromMs, long toMs) {
        try {
            asked.changed(fromMs, toMs, this::page);
        } catch (Fault fault) {
            silent(fault);
        }
    }

    // What is not the provider's fault goes on.
    private void silent(Fault fault) {
        boolean isProvider =
                fault.code() == ErrorCode.PROVIDER_UNAVAILABLE
                        || fault.code() == ErrorCode.PROVIDER_REFUSED;
        if (!isProvider) {
            throw fault;
        }
        missing = fault.text();
    }

    private boolean isWhole() {
        return missing.isEmpty();
    }

    private void requireGoingOn() {
        if (stopping.getAsBoolean()) {
            throw new CancellationException();
        }
    }

    private void page(List<ListedPayment> page) {
        requireGoingOn();
        Map<String, OurPayment> here = new HashMap<>();
        books.find(provider, page.stream().map(ListedPayment::reference).toList())
                .forEach(each -> here.put(each.reference(), each));
        for (ListedPayment listed : page) {
            OurPayment ours = here.get(listed.reference());
            ListedPayment there = whole(listed, ours);
            if (ours != null) {
                seen.add(ours.id());
            }
            first(there.reference(), there, ours, comparison.of(there, ours, time.wallMs()));
        }
    }

    // Ours that the provider did not name.
    private void ours(long fromMs, long toMs) {
        long[] unseen = seen.missingIn(books.changed(provider, fromMs, toMs));
        for (int i = 0; i < unseen.length; i += BATCH) {
            requireGoingOn();
            long[] some = Arrays.copyOfRange(unseen, i, Math.min(unseen.length, i + BATCH));
            for (OurPayment here : books.find(Arrays.stream(some).boxed().toList())) {
                List<Difference> found =
                        isWhole()
                                ? comparison.of(null, here, time.wallMs())
                                : comparison.ofBooks(here, time.wallMs());
                first(here.reference(), null, here, found);
            }
        }
    }

    private void first(
            String reference,
            @Nullable ListedPayment there,
            @Nullable OurPayment here,
            List<Difference> found) {
        if (found.isEmpty()) {
            sums.add(there, here);
        } else if (again.size() < AGAIN_MAX) {
            again.add(reference);
        } else {
            more++;
            sums.add(there, here);
        }
    }

    private void lookAgain() {
        for (String reference : again) {
            requireGoingOn();
            ListedPayment listed = isWhole() && lists != null ? look(lists, reference) : null;
            OurPayment here =
                    books.find(provider, List.of(reference)).stream().findFirst().orElse(null);
            ListedPayment there = listed == null ? null : whole(listed, here);
            if (isWhole()) {
                differences.addAll(comparison.of(there, here, time.wallMs()));
            } else if (here != null) {
                differences.addAll(comparison.ofBooks(here, time.wallMs()));
            }
            if (there != null || here != null) {
                sums.add(there, here);
            }
        }
    }

    private static ListedPayment whole(ListedPayment listed, @Nullable OurPayment here) {
        return listed.orRefunded(here == null ? 0 : here.refundedNanos());
    }

    private @Nullable ListedPayment look(PaymentLists asked, String reference) {
        try {
            return asked.look(reference).orElse(null);
        } catch (Fault fault) {
            silent(fault);
            return null;
        }
    }
}
