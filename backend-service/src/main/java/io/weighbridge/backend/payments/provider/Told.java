package io.weighbridge.backend.payments.provider;

import io.weighbridge.model.Nanos;

import java.util.List;
import java.util.stream.Stream;

/// What a provider tells, in our words. Amounts are states, not changes: told twice, late or in
/// another order they come to the same.
public sealed interface Told {
    /// The customer has paid, but the money is not certain yet: a delayed method, too few blocks.
    record Waiting(OrderClaim claim) implements Told {}

    /// Money is there for certain.
    ///
    /// @param payment the provider's id of the payment: what refunds and disputes name
    /// @param totalNanos all that arrived for it until now, in the claim's currency; may fall again
    ///     when a block is undone
    record Arrived(OrderClaim claim, String payment, long totalNanos) implements Told {}

    /// Money that came too and is not credited by itself: too much, or too late. What becomes of it
    /// an operator says.
    ///
    /// @param payment the provider's id of it: another than that of what counts
    /// @param totalNanos all of it until now, as [Arrived#totalNanos]
    /// @param why how much came and when, for people
    record Excess(OrderClaim claim, String payment, long totalNanos, String why) implements Told {
        /// As a payment of its own, once an operator says whose it is.
        public Arrived asArrived() {
            return new Arrived(claim, payment, totalNanos);
        }
    }

    /// Nothing more will come.
    ///
    /// @param why for people
    record Closed(OrderClaim claim, CloseReason reason, String why) implements Told {}

    /// How a payment stands now, as the provider answered when it was asked.
    ///
    /// @param refundedNanos all that was given back until now, without what failed
    /// @param disputes all there are about it
    record Standing(String payment, String currency, long refundedNanos, List<Dispute> disputes)
            implements Told {
        public Standing {
            disputes = List.copyOf(disputes);
        }

        /// What open and lost disputes are about.
        public long disputedNanos() {
            long sum = 0;
            for (Dispute dispute : disputes) {
                if (dispute.stage() != Dispute.Stage.WON) {
                    sum = Math.min(Nanos.AMOUNT_MAX, sum + dispute.amountNanos());
                }
            }
            return sum;
        }
    }

    /// What is told beside it is another installation's, which takes money through the same account
    /// of the provider, unless we know it as ours all the same.
    ///
    /// @param installation as it marks what it opens
    record Foreign(String installation) implements Told {
        /// Why it is of no interest, for people.
        public String why() {
            return "of another installation: " + installation;
        }
    }

    /// Something happened to a page of [RefundPages], alone in what is told. How it stands is
    /// asked: this only says that it is worth it now.
    ///
    /// @param reference as [RefundPages.Page#reference]
    record RefundPage(String reference) implements Told {}

    /// What arrived, of all that was told.
    static Stream<Arrived> arrivals(List<Told> told) {
        return told.stream().filter(Arrived.class::isInstance).map(Arrived.class::cast);
    }

    /// What an operator can assign: what was left over first, as the rest of it was credited.
    static Stream<Arrived> toAssign(List<Told> told) {
        Stream<Arrived> left =
                told.stream()
                        .filter(Excess.class::isInstance)
                        .map(each -> ((Excess) each).asArrived());
        return Stream.concat(left, arrivals(told));
    }

    /// Why nothing more will come. The number is stored and the same as in the contract.
    enum CloseReason {
        EXPIRED(1),
        FAILED(2),
        /// What had been paid does not count: double spent, or undone by a reorganisation.
        INVALID(3);

        private final int number;

        CloseReason(int number) {
            this.number = number;
        }

        /// The stored number.
        public int number() {
            return number;
        }
    }

    /// A cardholder's objection to a payment.
    ///
    /// @param id the provider's
    /// @param amountNanos what it is about
    /// @param reason in the provider's words
    record Dispute(String id, long amountNanos, Stage stage, String reason) {
        /// How far it is. The number is stored and the same as in the contract.
        public enum Stage {
            OPEN(1),
            LOST(2),
            WON(3);

            private final int number;

            Stage(int number) {
                this.number = number;
            }

            /// The stored number.
            public int number() {
                return number;
            }

            /// The stage of a number.
            public static Stage byNumber(int number) {
                for (Stage stage : values()) {
                    if (stage.number == number) {
                        return stage;
                    }
                }
                throw new IllegalArgumentException("stage: " + number + " (expected: 1 to 3)");
            }
        }
    }
}
