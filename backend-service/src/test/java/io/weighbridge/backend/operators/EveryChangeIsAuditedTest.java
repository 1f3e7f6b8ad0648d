package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.util.JsonFormat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.OidcTable;
import io.weighbridge.backend.PaymentTable;
import io.weighbridge.backend.payments.PaymentCalls;
import io.weighbridge.backend.payments.TruthProvider;
import io.weighbridge.backend.payments.provider.PaymentMethod;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.platform.grpc.Reason;
import io.weighbridge.backend.testkit.Contract;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.oidc.TestProvider;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AccessProto;
import io.weighbridge.proto.v1.ActorKind;
import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.AuditLogGrpc;
import io.weighbridge.proto.v1.AuditRule;
import io.weighbridge.proto.v1.ListEntriesRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.VerifyReply;
import io.weighbridge.proto.v1.VerifyRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Every method of the contract that changes something leaves exactly one entry when it succeeds:
/// the methods are found in the contract, so that none can be forgotten.
final class EveryChangeIsAuditedTest {
    // Needs a server in the internet; what it does with the map is what ImportPriceMap does.
    private static final String FETCH = "weighbridge.v1.PriceImports/FetchPriceMap";

    // Needs a replay that runs when it comes: ReplayRunsTest has one.
    private static final String CANCEL = "weighbridge.v1.Replays/CancelReplay";

    // The decision, and the money that moves; for a refund also what came of it. Of a price map
    // the draft, and what it says of others' prices.
    private static final Map<String, Integer> DECIDE_AND_MOVE =
            Map.of(
                    "Approve",
                    2,
                    "AssignDelivery",
                    2,
                    "RedeemCode",
                    2,
                    "RefundPayment",
                    3,
                    "ImportPriceMap",
                    2);

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private final TruthProvider coin = new TruthProvider("coin", PaymentMethod.BITCOIN);
    private TestProvider provider;
    private TestBackend test;
    private ManagedChannel channel;
    private AuditLogGrpc.AuditLogBlockingStub log;
    private ChangingCalls calls;

    @BeforeEach
    void start() throws IOException {
        provider = TestProvider.start();
        Path models =
                Files.writeString(
                        directory.resolve("models.toml"),
                        """
                        [providers.openrouter]
                        url = "https://openrouter.ai/api/v1"
                        service = "byok/openrouter"
                        """);
        Config config =
                Config.of(directory.resolve("data"))
                        .withPort(0)
                        .with(GatewayTable.MODELS_FILE, models.toString())
                        .with(GatewayTable.PORT, "0")
                        .with(PaymentTable.AUTO_TOPUP, "true")
                        .with(OidcTable.CLAIM, "sub");
        test = TestBackend.start(provider.trustedBy(config), time, List.of(coin));
        channel = test.connectBare();
        log = AuditLogGrpc.newBlockingStub(test.channel());
        calls = new ChangingCalls(test, time, new OperatorClient(channel), provider);
        new CodeCalls(test, time)
                .each(() -> IdKind.ACCOUNT.format(test.account("taker", 0).id()), this::put);
        new ComputeCalls(test).each(this::put);
        put("Replays/RunReplay", _ -> "{\"price_book\":\"" + draft() + "\"}");
        new PaymentCalls(test, coin)
                .requests()
                .forEach(
                        (method, request) ->
                                calls.requests().put(method, _ -> List.of(request.get())));
    }

    private void put(String method, Function<ChangingCalls.Admin, String> request) {
        calls.requests().put("weighbridge.v1." + method, admin -> List.of(request.apply(admin)));
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        test.close();
        provider.close();
    }

    private String draft() {
        return IdKind.PRICE_BOOK.format(test.backend().prices().createDraft(0, "").id());
    }

    private static AuditRule rule(MethodDescriptor<?, ?> method) {
        return Contract.descriptor(method).getOptions().getExtension(AccessProto.audit);
    }

    @Test
    void everyMethodSaysWhatItLeaves() throws Exception {
        List<String> without = new ArrayList<>();
        for (MethodDescriptor<?, ?> method : Contract.methods()) {
            if (rule(method) == AuditRule.AUDIT_UNSPECIFIED) {
                without.add(method.getFullMethodName());
            }
        }
        assertEquals(List.of(), without);
    }

    @Test
    void everyMethodThatChangesSomethingIsTried() throws Exception {
        TreeSet<String> changing = new TreeSet<>();
        for (MethodDescriptor<?, ?> method : Contract.methods()) {
            if (rule(method) == AuditRule.AUDIT_ENTRY) {
                changing.add(method.getFullMethodName());
            }
        }
        TreeSet<String> tried = new TreeSet<>(calls.requests().keySet());
        tried.add(FETCH);
        tried.add(CANCEL);
        assertEquals(changing, tried);
    }

    @Test
    void everyChangeLeavesOneEntryThatSaysWhoWhatAndWhy() throws Exception {
        Map<String, String> wrong = new TreeMap<>();
        for (MethodDescriptor<?, ?> method : Contract.methods()) {
            Function<ChangingCalls.Admin, List<String>> request =
                    calls.requests().get(method.getFullMethodName());
            if (request != null) {
                ChangingCalls.Admin admin = calls.admin();
                List<String> messages = request.apply(admin);
                long before = newest().getSequence();
                Status status = call(method, admin.token(), messages);
                String problem = status.isOk() ? problem(method, admin, before) : status.toString();
                if (!problem.isEmpty()) {
                    wrong.put(method.getFullMethodName(), problem);
                }
            }
        }
        assertEquals(Map.of(), wrong);
        VerifyReply verified = log.verify(VerifyRequest.getDefaultInstance());
        assertTrue(verified.getIntact(), verified::toString);
        assertEquals(newest().getSequence(), verified.getEntries());
        assertEquals(newest().getHash(), verified.getHead());
    }

    private String problem(MethodDescriptor<?, ?> method, ChangingCalls.Admin admin, long before) {
        AuditEntry entry = newest();
        String name = String.valueOf(method.getBareMethodName());
        int expected = DECIDE_AND_MOVE.getOrDefault(name, 1);
        if (entry.getSequence() != before + expected) {
            return (entry.getSequence() - before) + " entries";
        }
        if (name.equals("ReportLeak")) {
            // By anyone: whoever calls is not asked.
            return entry.getActorKind() == ActorKind.ACTOR_KIND_NOBODY
                            && entry.getAction().equals("key.revoke-leaked")
                    ? ""
                    : entry.toString();
        }
        boolean right =
                entry.getActorKind() == ActorKind.ACTOR_KIND_OPERATOR
                        && entry.getActor().equals(IdKind.OPERATOR.format(admin.operator().id()))
                        && entry.getActorName().equals(admin.operator().name())
                        && entry.getRole() == Role.ROLE_ADMIN
                        && entry.getSession() > 0
                        && entry.getPeer().startsWith("127.0.0.1:")
                        && entry.getMethod().equals(method.getFullMethodName())
                        && entry.getAtMs() == time.wallMs()
                        && !entry.getTarget().isEmpty()
                        && !entry.getReason().isEmpty()
                        && (!entry.getBefore().isEmpty() || !entry.getAfter().isEmpty())
                        && !entry.getBefore().equals(entry.getAfter());
        String all = entry.getBefore() + entry.getAfter();
        boolean secret =
                all.contains(admin.password())
                        || all.contains("wbs_")
                        || all.contains("wbr_")
                        || all.contains("argon2")
                        || all.contains("digest");
        return right && !secret ? "" : entry.toString();
    }

    private AuditEntry newest() {
        return log.listEntries(
                        ListEntriesRequest.newBuilder()
                                .setPage(PageRequest.newBuilder().setSize(1))
                                .build())
                .getEntries(0);
    }

    @Test
    void whatChangesNothingLeavesNothing() throws Exception {
        ChangingCalls.Admin admin = calls.admin();
        long before = newest().getSequence();
        for (MethodDescriptor<?, ?> method : Contract.methods()) {
            // An empty request: reads are answered, changes refused for what is missing.
            if (!String.valueOf(method.getServiceName()).endsWith(".Gate")
                    && method.getType() == MethodDescriptor.MethodType.UNARY
                    && !List.of("CreateDraft", "Logout", "RunReconciliation")
                            .contains(String.valueOf(method.getBareMethodName()))) {
                var _ = call(method, admin.token(), List.of("{}"));
            }
        }
        assertEquals(before, newest().getSequence());
    }

    @Test
    void aReasonThatIsNoTextIsRefusedBeforeAnythingChanges() throws Exception {
        ChangingCalls.Admin admin = calls.admin();
        long before = newest().getSequence();
        Metadata headers = BearerToken.metadata(admin.token());
        headers.put(
                Metadata.Key.of("weighbridge-reason", Metadata.ASCII_STRING_MARSHALLER),
                "x".repeat(201));
        MethodDescriptor<?, ?> method =
                io.weighbridge.proto.v1.AccountsGrpc.getCreateAccountMethod();
        Status status = call(method, headers, List.of("{\"name\":\"New\"}"));
        assertEquals(Status.Code.INVALID_ARGUMENT, status.getCode());
        assertEquals(before, newest().getSequence());
        assertFalse(status.toString().contains("xxx"));
    }

    private Status call(MethodDescriptor<?, ?> method, String token, List<String> requests)
            throws Exception {
        Metadata headers = BearerToken.metadata(token);
        Reason.put(headers, "because of the test");
        return call(method, headers, requests);
    }

    private Status call(MethodDescriptor<?, ?> method, Metadata headers, List<String> requests)
            throws Exception {
        var input = Contract.descriptor(method).getInputType();
        MethodDescriptor<DynamicMessage, DynamicMessage> onTheWire =
                MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                        .setType(method.getType())
                        .setFullMethodName(method.getFullMethodName())
                        .setRequestMarshaller(
                                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(input)))
                        .setResponseMarshaller(
                                ProtoUtils.marshaller(
                                        DynamicMessage.getDefaultInstance(
                                                Contract.descriptor(method).getOutputType())))
                        .build();
        CompletableFuture<Status> closed = new CompletableFuture<>();
        ClientCall<DynamicMessage, DynamicMessage> call =
                channel.newCall(onTheWire, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        closed.complete(status);
                    }
                },
                headers);
        call.request(10);
        for (String json : requests) {
            DynamicMessage.Builder message = DynamicMessage.newBuilder(input);
            JsonFormat.parser().merge(json, message);
            call.sendMessage(message.build());
        }
        call.halfClose();
        return closed.get(20, TimeUnit.SECONDS);
    }
}
