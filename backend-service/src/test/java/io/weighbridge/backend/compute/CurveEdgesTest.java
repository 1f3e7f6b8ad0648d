package io.weighbridge.backend.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// Prices by a cost curve where calls are very large, or their model writes nothing.
final class CurveEdgesTest {
    private static final long MUCH = 1_000_000_000_000_000L;
    private static final String BERT =
            "{'model_type':'bert','vocab_size':30522,'hidden_size':768,'num_hidden_layers':12,"
                    + "'num_attention_heads':12,'intermediate_size':3072,"
                    + "'max_position_embeddings':512,'type_vocab_size':2,'torch_dtype':'float16'}";

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private ComputeFixture compute;
    private Account account;
    private String key;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time);
        compute = new ComputeFixture(test);
        account = test.account("Acme", MUCH);
        key = test.key(account).secret();
    }

    @AfterEach
    void stop() {
        LedgerSums.check(test, directory);
        test.close();
    }

    private UsageRecord record(Admitted call) {
        return UsageGrpc.newBlockingStub(test.channel())
                .getRecord(GetRecordRequest.newBuilder().setRecordId(call.getRequestId()).build());
    }

    @Test
    void moreThanAProxyMayTellOfAUnitIsReckonedAndCharged() {
        Service chat = test.service("chat");
        var _ = compute.link("chat");
        Rate rate =
                new Rate(
                        chat.id(),
                        Unit.GIGAFLOPS,
                        ServiceTier.STANDARD,
                        0,
                        0,
                        1,
                        1_000_000,
                        List.of());
        var _ = test.publish(List.of(rate), List.of());
        Admitted call =
                test.gate().authorize(Calls.chat(key, 100_000_000, 10).build()).getAdmitted();
        SettleReply settled =
                test.gate().settle(Calls.settle(call.getHoldId(), 100_000_000, 10).build());
        assertFalse(settled.getUnrated(), () -> record(call).getUnratedReason());
        long below = call.getHeldNanos() - settled.getChargeNanos();
        assertTrue(below == 0 || below == 1, () -> below + " rounded");
        assertTrue(record(call).getLines(0).getCount() > Unit.COUNT_MAX);
        // What no long counts is more than anybody has.
        assertEquals(
                RefusalReason.REFUSAL_REASON_INSUFFICIENT_CREDIT,
                test.gate()
                        .authorize(Calls.chat(key, Unit.COUNT_MAX, 10).build())
                        .getRefused()
                        .getReason());
    }

    private void embeddings() {
        ServiceSettings settings =
                new ServiceSettings(
                        ServiceCategory.EMBEDDING,
                        false,
                        VanishedPolicy.BILL_DELIVERED,
                        600_000,
                        500,
                        256,
                        0);
        Service service = test.backend().services().create("bert", settings);
        var _ =
                compute.calls()
                        .setServiceModel(
                                ComputeFixture.linking("bert", compute.save("bert", BERT)));
        var _ =
                test.publish(
                        List.of(TestBackend.rate(service, Unit.GIGAFLOPS, 1_000_000_000)),
                        List.of());
    }

    private AuthorizeRequest texts(long tokens) {
        return AuthorizeRequest.newBuilder()
                .setApiKey(key)
                .setService("bert")
                .addEstimate(input(tokens))
                .build();
    }

    private static UnitCount input(long tokens) {
        return Calls.count(io.weighbridge.proto.v1.Unit.UNIT_INPUT_TOKENS, tokens);
    }

    @Test
    void aDefaultOfOutputTokensKeepsNoEncoderFromItsCurve() {
        embeddings();
        Admitted call = test.gate().authorize(texts(3_000)).getAdmitted();
        SettleReply settled =
                test.gate()
                        .settle(
                                SettleRequest.newBuilder()
                                        .setHoldId(call.getHoldId())
                                        .addUnits(input(3_000))
                                        .setOutcome(Outcome.OUTCOME_OK)
                                        .build());
        assertTrue(settled.getChargeNanos() > 0);
        assertEquals(call.getHeldNanos(), settled.getChargeNanos());
        // Nor does output that its proxy allows.
        UnitCount allowed = Calls.count(io.weighbridge.proto.v1.Unit.UNIT_OUTPUT_TOKENS, 70);
        assertEquals(
                call.getHeldNanos(),
                test.gate()
                        .authorize(texts(3_000).toBuilder().addEstimate(allowed).build())
                        .getAdmitted()
                        .getHeldNanos());
        // Told output is none that an encoder can have made.
        Admitted odd = test.gate().authorize(texts(3_000)).getAdmitted();
        assertTrue(
                test.gate().settle(Calls.settle(odd.getHoldId(), 3_000, 10).build()).getUnrated());
    }
}
