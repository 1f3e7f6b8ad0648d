package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.QuoteRequest;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class GateFlowTest {
    @TempDir Path directory;

    private static UnitCount count(Unit unit, long count) {
        return UnitCount.newBuilder().setUnit(unit).setCount(count).build();
    }

    @Test
    void shouldHoldThenChargeWhatWasUsed() {
        String key;
        long accountId;
        try (TestBackend test = TestBackend.start(directory)) {
            Service service = test.service("chat");
            test.publish(service, 2_500_000_000L, 10_000_000_000L);
            Account account = test.account("Acme", 1_000_000_000L);
            accountId = account.id();
            key = test.key(account).secret();
            AuthorizeReply reply =
                    test.gate()
                            .authorize(
                                    AuthorizeRequest.newBuilder()
                                            .setApiKey(key)
                                            .setService("chat")
                                            .addEstimate(count(Unit.UNIT_INPUT_TOKENS, 1500))
                                            .addEstimate(count(Unit.UNIT_OUTPUT_TOKENS, 300))
                                            .build());
            assertTrue(reply.hasAdmitted(), reply::toString);
            assertEquals(6_750_000L, reply.getAdmitted().getHeldNanos());
            assertEquals(
                    993_250_000L,
                    test.backend()
                            .accounts()
                            .balance(account.id(), 0)
                            .availableNanos()
                            .orElseThrow());
            SettleReply settled =
                    test.gate()
                            .settle(
                                    SettleRequest.newBuilder()
                                            .setHoldId(reply.getAdmitted().getHoldId())
                                            .addUnits(count(Unit.UNIT_INPUT_TOKENS, 1500))
                                            .addUnits(count(Unit.UNIT_OUTPUT_TOKENS, 100))
                                            .setOutcome(Outcome.OUTCOME_OK)
                                            .build());
            assertEquals(4_750_000L, settled.getChargeNanos());
            assertEquals(995_250_000L, settled.getBalanceNanos());
            assertEquals(995_250_000L, settled.getAvailableNanos());
        }
        try (TestBackend test = TestBackend.start(directory)) {
            assertEquals(
                    995_250_000L, test.backend().accounts().balance(accountId, 0).balanceNanos());
        }
    }

    @Test
    void shouldQuoteByTheBookOfTheInstantAskedFor() {
        HandTime time = HandTime.now();
        long early;
        try (TestBackend test = TestBackend.start(directory, time)) {
            Service service = test.service("chat");
            early = test.publish(service, 2_000_000L, 0).publishedAtMs();
            time.pass(3_600_000);
            test.publish(service, 3_000_000L, 0);
        }
        try (TestBackend test = TestBackend.start(directory, time)) {
            QuoteRequest.Builder quote =
                    QuoteRequest.newBuilder()
                            .setService("chat")
                            .addUnits(count(Unit.UNIT_INPUT_TOKENS, 1_000_000));
            assertEquals(3_000_000L, test.gate().quote(quote.build()).getPriceNanos());
            assertEquals(
                    2_000_000L,
                    test.gate().quote(quote.setAtMs(early + 60_000).build()).getPriceNanos());
            assertEquals(
                    "UNPRICED",
                    Calls.codeOf(() -> test.gate().quote(quote.setAtMs(early - 1).build())));
        }
    }
}
