package io.weighbridge.backend.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.ExtendReply;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;

import java.math.BigInteger;

/// Calls of a modelled account: each is made at the gate and in the model, and every answer is
/// compared.
final class ModelledCalls {
    private final ModelledAccount of;

    ModelledCalls(ModelledAccount of) {
        this.of = of;
    }

    void authorize() {
        long input = of.random.nextLong(1, 60);
        long output = of.random.nextLong(ModelledAccount.TOKENS_MAX);
        long ttlMs = 1_000L * of.random.nextInt(1, 60) + 500;
        AuthorizeReply reply =
                of.test.gate().authorize(Calls.chat(of.key, input, output).setTtlMs(ttlMs).build());
        BigInteger amount = ModelledAccount.cost(input + output);
        boolean enough = amount.compareTo(of.model.spendable(of.time.wallMs())) <= 0;
        assertEquals(enough, reply.hasAdmitted(), reply::toString);
        if (enough) {
            Admitted admitted = reply.getAdmitted();
            assertEquals(amount, AccountModel.of(admitted.getHeldNanos()));
            AccountModel.Hold hold =
                    new AccountModel.Hold(admitted.getHoldId(), admitted.getRequestId());
            hold.input = input;
            hold.output = output;
            hold.held = amount;
            hold.expiresAtMs = of.time.wallMs() + ttlMs;
            of.model.holds.add(hold);
        } else {
            assertEquals(
                    RefusalReason.REFUSAL_REASON_INSUFFICIENT_CREDIT,
                    reply.getRefused().getReason());
        }
    }

    void extend(AccountModel.Hold hold) {
        hold.heardInput = Math.max(hold.heardInput, of.random.nextLong(1, 80));
        hold.heardOutput += of.random.nextLong(100);
        long more = of.random.nextLong(ModelledAccount.TOKENS_MAX);
        long ttlMs = 1_000L * of.random.nextInt(1, 60) + 500;
        ExtendReply reply =
                of.test
                        .gate()
                        .extend(
                                ExtendRequest.newBuilder()
                                        .setHoldId(hold.id)
                                        .addAllUnits(
                                                Calls.tokens(hold.heardInput, hold.heardOutput))
                                        .setMoreOutputTokens(more)
                                        .setTtlMs(ttlMs)
                                        .build());
        hold.expiresAtMs = Math.max(hold.expiresAtMs, of.time.wallMs() + ttlMs);
        long input = Math.max(hold.input, hold.heardInput);
        long output = Math.max(hold.output, hold.heardOutput + more);
        BigInteger most = hold.held.add(of.model.spendable(of.time.wallMs()));
        boolean enough = ModelledAccount.cost(input + output).compareTo(most) <= 0;
        if (!enough) {
            // As many output tokens as the rest pays for, if that is more than before.
            BigInteger rest = most.subtract(ModelledAccount.cost(input));
            long affordable =
                    rest.signum() < 0
                            ? -1
                            : rest.divide(AccountModel.of(ModelledAccount.TOKEN)).longValueExact();
            output = Math.max(hold.output, affordable);
        }
        boolean grows = enough || output > hold.output;
        if (grows) {
            hold.input = input;
            hold.output = output;
            hold.held = hold.held.max(ModelledAccount.cost(input + output));
        }
        assertEquals(grows, reply.hasExtended(), reply::toString);
        if (grows) {
            assertEquals(hold.held, AccountModel.of(reply.getExtended().getHeldNanos()));
            assertEquals(hold.output, reply.getExtended().getCeilingOutputTokens());
            assertEquals(hold.expiresAtMs, reply.getExtended().getExpiresAtMs());
        } else {
            assertEquals(hold.output, reply.getStop().getCeilingOutputTokens());
        }
    }

    void settle(AccountModel.Hold hold) {
        long input = of.random.nextLong(1, 80);
        long output = of.random.nextLong(2 * ModelledAccount.TOKENS_MAX);
        SettleRequest request = Calls.settle(hold.id, input, output).build();
        SettleReply reply = of.test.gate().settle(request);
        of.model.holds.remove(hold);
        BigInteger price = ModelledAccount.price(input + output);
        of.charges.put(
                hold.requestId, of.model.charge(price, AccountModel.of(ModelledAccount.FEE)));
        assertEquals(price, AccountModel.of(reply.getPriceNanos()));
        assertEquals(ModelledAccount.FEE, reply.getFeeNanos());
        assertEquals(ModelledAccount.cost(input + output), AccountModel.of(reply.getChargeNanos()));
        assertEquals(
                ModelledAccount.cost(input + output).subtract(hold.held).max(AccountModel.ZERO),
                AccountModel.of(reply.getOverrunNanos()));
        assertFalse(reply.getUnrated());
        of.assertBalance(reply.getBalanceNanos());
        assertEquals(
                of.model.available(of.time.wallMs()), AccountModel.of(reply.getAvailableNanos()));
        SettleReply again = of.test.gate().settle(request);
        assertTrue(again.getRepeated());
        of.assertBalance(again.getBalanceNanos());
    }

    void release(AccountModel.Hold hold) {
        assertTrue(of.test.gate().release(Calls.release(hold.id)).getReleased());
        of.model.holds.remove(hold);
        assertFalse(of.test.gate().release(Calls.release(hold.id)).getReleased());
    }

    // Nothing was told: it stays set aside.
    void settleUnknown(AccountModel.Hold hold) {
        SettleReply reply = of.test.gate().settle(Calls.settle(hold.id, 0, 0).clearUnits().build());
        of.model.holds.remove(hold);
        of.model.quarantine.add(hold);
        assertTrue(reply.getUnrated());
        assertEquals(0, reply.getChargeNanos());
        of.assertBalance(reply.getBalanceNanos());
    }
}
