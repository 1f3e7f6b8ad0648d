package io.weighbridge.backend.payments.autotopup;

import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.Change;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// Where saved cards are kept, and what their owners agreed to. What is written is durable when it
/// returns.
public interface CardStore {
    /// Consents whose order is paid and whose card is not known, what is due longest first.
    List<Consent> consents(long nowMs, int most);

    /// A provider was asked for the card of one.
    void askedForCard(Consent consent, long nextAskMs);

    /// Its card is known; nothing when it was before.
    ///
    /// @param card null when there is none
    void save(Consent consent, @Nullable KeptCard card, Change change);

    /// A card, also one that was removed.
    Optional<KeptCard> card(long id);

    /// An account's cards that were not removed, newest first.
    List<KeptCard> cards(long accountId);

    /// Removes a card; the account's automatic top-ups are disarmed when it is the newest, which
    /// would be charged.
    ///
    /// @param act who
    /// @param noticeId of what its owner is told, if they were armed
    void remove(KeptCard card, long atMs, Act act, Change change, long noticeId);

    /// Removed cards that a provider has not forgotten, oldest first.
    List<KeptCard> toForget(String provider, int most);

    /// The provider has forgotten it.
    void forgotten(KeptCard card, long atMs);
}
