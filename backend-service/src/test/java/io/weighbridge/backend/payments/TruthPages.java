package io.weighbridge.backend.payments;

import io.weighbridge.backend.payments.provider.RefundPages;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Refund pages of a [TruthProvider]. Asked twice it makes two, as a real server. Safe for sharing.
final class TruthPages implements RefundPages {
    private final Runnable requireHere;
    private final List<Asked> made = new ArrayList<>();
    private Standing standing = new Standing(false, 0, 0, 0);
    private Runnable whenMade = () -> {};
    private Runnable afterLook = () -> {};
    private boolean losesAnswers;
    private boolean refuses;
    private boolean hides;

    TruthPages(Runnable requireHere) {
        this.requireHere = requireHere;
    }

    /// What it made, oldest first.
    synchronized List<Asked> made() {
        return List.copyOf(made);
    }

    /// How all of them stand.
    synchronized void stand(boolean isOver, long claimed, long committed, long paid) {
        standing = new Standing(isOver, claimed, committed, paid);
    }

    /// Does something before it makes one.
    synchronized void whenMade(Runnable work) {
        whenMade = work;
    }

    /// Does something between the next answer that there is none and whoever waits for it.
    synchronized void afterNextLook(Runnable work) {
        afterLook = work;
    }

    synchronized void loseAnswers(boolean loses) {
        losesAnswers = loses;
    }

    synchronized void refuse(boolean isRefusing) {
        refuses = isRefusing;
    }

    /// What it made is not found, as of a server that is still at it.
    synchronized void hide(boolean isHiding) {
        hides = isHiding;
    }

    private static Page page(Asked asked) {
        return new Page("page-" + asked.id(), "https://coin.example/claim/" + asked.id());
    }

    @Override
    public synchronized Optional<Page> find(Asked asked) {
        requireHere.run();
        Optional<Page> found =
                hides
                        ? Optional.empty()
                        : made.stream()
                                .filter(each -> each.id().equals(asked.id()))
                                .map(TruthPages::page)
                                .findFirst();
        Runnable after = afterLook;
        afterLook = () -> {};
        after.run();
        return found;
    }

    @Override
    public synchronized Page make(Asked asked) {
        requireHere.run();
        if (refuses) {
            throw Fault.of(ErrorCode.PROVIDER_REFUSED, "no such refund");
        }
        whenMade.run();
        made.add(asked);
        if (losesAnswers) {
            throw Fault.of(ErrorCode.PROVIDER_UNAVAILABLE, "the answer was lost");
        }
        return page(asked);
    }

    @Override
    public synchronized Standing ask(String reference, String currency) {
        requireHere.run();
        return standing;
    }
}
