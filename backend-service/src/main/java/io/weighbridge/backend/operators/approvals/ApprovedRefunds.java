package io.weighbridge.backend.operators.approvals;

import io.weighbridge.backend.ledger.accounts.PaymentRefund;
import io.weighbridge.backend.ledger.accounts.RefundMaker;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Makes the refunds that a second person approved, until the provider says what came of them. It
/// keeps nobody waiting who decides on something else. Safe for sharing.
final class ApprovedRefunds {
    private static final Logger LOG = LoggerFactory.getLogger(ApprovedRefunds.class);
    private static final long PAUSE_MS = Duration.ofMinutes(1).toMillis();
    // Each try has its audit entry.
    private static final long PAUSE_MOST_MS = Duration.ofHours(1).toMillis();

    // After every other fault it may have happened.
    private static final Set<ErrorCode> FINAL =
            EnumSet.of(
                    ErrorCode.PROVIDER_REFUSED,
                    ErrorCode.INVALID_FIELD,
                    ErrorCode.REFUND_ABOVE_PAYMENT,
                    ErrorCode.INSUFFICIENT_CREDIT,
                    ErrorCode.SAME_PERSON,
                    ErrorCode.APPROVAL_MISMATCH,
                    ErrorCode.APPROVAL_CLOSED);

    private final ApprovalBook book;
    private final RefundMaker maker;
    private final TimeSource time;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
    private final Map<Long, Retry> retries = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /// @param pauseMs to the next but one
    private record Retry(long atMs, long pauseMs) {}

    ApprovedRefunds(ApprovalBook book, RefundMaker maker, TimeSource time) {
        this.book = book;
        this.maker = maker;
        this.time = time;
    }

    /// Whether it can be made as things stand.
    ///
    /// @throws Fault when it cannot
    void requirePossible(PaymentRefund refund) {
        maker.requirePossible(refund);
    }

    /// Makes one that is approved.
    ///
    /// @return how it stands then: done; failed, for good; still approved when that cannot be said
    ///     now, or another is making it
    Approval make(Approval approved, PaymentRefund refund) {
        if (!underWay.add(approved.id())) {
            return approved;
        }
        try {
            Approval now = book.require(approved.id());
            return now.state() == ApprovalState.APPROVED ? tryOnce(now, refund) : now;
        } finally {
            underWay.remove(approved.id());
        }
    }

    private Approval tryOnce(Approval approved, PaymentRefund refund) {
        try {
            Approvals.authority(approved).require(refund);
            maker.make(refund);
        } catch (Fault fault) {
            if (FINAL.contains(fault.code())) {
                retries.remove(approved.id());
                return book.end(approved, ApprovalState.FAILED, fault.text());
            }
            later(approved, fault);
            return approved;
        }
        retries.remove(approved.id());
        return book.end(approved, ApprovalState.DONE, "");
    }

    private void later(Approval approved, Fault fault) {
        LOG.warn(
                "The refund of approval {} is made later: {}",
                IdKind.APPROVAL.format(approved.id()),
                fault.logText());
        postpone(approved);
    }

    private void postpone(Approval approved) {
        retries.compute(
                approved.id(),
                (_, last) -> {
                    long pauseMs = last == null ? PAUSE_MS : last.pauseMs();
                    return new Retry(time.wallMs() + pauseMs, Math.min(2 * pauseMs, PAUSE_MOST_MS));
                });
    }

    private boolean isDue(Approval approved) {
        Retry retry = retries.get(approved.id());
        return retry == null || time.wallMs() >= retry.atMs();
    }

    /// Now and then: makes what a crash or a fault left approved.
    void round() {
        for (Approval approved : book.approved()) {
            if (!stopping && approved.asked() instanceof PaymentRefund refund && isDue(approved)) {
                makeOne(approved, refund);
            }
        }
    }

    // One that fails in a way that nobody thought of holds off no other.
    private void makeOne(Approval approved, PaymentRefund refund) {
        try {
            var _ = make(approved, refund);
        } catch (RuntimeException e) {
            LOG.error("The refund of approval {} failed", IdKind.APPROVAL.format(approved.id()), e);
            postpone(approved);
        }
    }

    /// From now on no provider is asked by itself: a stop waits for none.
    void stop() {
        stopping = true;
    }
}
