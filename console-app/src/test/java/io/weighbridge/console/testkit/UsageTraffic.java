package io.weighbridge.console.testkit;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.proto.v1.AddGrantRequest;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.CreateDraftRequest;
import io.weighbridge.proto.v1.CreateKeyRequest;
import io.weighbridge.proto.v1.CreateServiceRequest;
import io.weighbridge.proto.v1.Fee;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.GrantKind;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PublishRequest;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.ServiceCategory;
import io.weighbridge.proto.v1.ServiceSettings;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Tag;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UpdateDraftRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Two services with prices that do not divide evenly, an account, a key, and calls through the
/// real gate.
public final class UsageTraffic implements AutoCloseable {
    private static final List<String> SERVICES = List.of("chat", "draw");

    private final ManagedChannel channel;
    private final GateGrpc.GateBlockingStub gate;
    private final String secret;
    private final String account;
    private final String key;

    /// Makes all of that but calls.
    public UsageTraffic(Installation installation, BackendClient admin) {
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", installation.port())
                        .usePlaintext()
                        .build();
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer " + installation.proxySecret());
        gate =
                GateGrpc.newBlockingStub(channel)
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        publish(admin);
        account =
                admin.accounts()
                        .createAccount(CreateAccountRequest.newBuilder().setName("Acme").build())
                        .getId();
        var _ =
                admin.accounts()
                        .addGrant(
                                AddGrantRequest.newBuilder()
                                        .setAccount(account)
                                        .setOperationId(UUID.randomUUID().toString())
                                        .setKind(GrantKind.GRANT_KIND_PURCHASED)
                                        .setAmountNanos(100_000_000_000L)
                                        .build());
        var made =
                admin.keys()
                        .createKey(
                                CreateKeyRequest.newBuilder()
                                        .setAccount(account)
                                        .setSettings(
                                                KeySettings.newBuilder()
                                                        .setName("prod-chat")
                                                        .setAllServices(true))
                                        .build());
        key = made.getKey().getId();
        secret = made.getSecret();
    }

    private static void publish(BackendClient admin) {
        List<Rate> rates = new ArrayList<>();
        for (String name : SERVICES) {
            var _ =
                    admin.services()
                            .createService(
                                    CreateServiceRequest.newBuilder()
                                            .setName(name)
                                            .setSettings(
                                                    ServiceSettings.newBuilder()
                                                            .setCategory(
                                                                    ServiceCategory
                                                                            .SERVICE_CATEGORY_TEXT))
                                            .build());
            rates.add(rate(name, Unit.UNIT_INPUT_TOKENS, 1_000_000_007L, 0));
            rates.add(rate(name, Unit.UNIT_INPUT_TOKENS, 2_000_000_013L, 1_000));
            rates.add(rate(name, Unit.UNIT_CACHED_INPUT_TOKENS, 100_000_003L, 0));
            rates.add(rate(name, Unit.UNIT_OUTPUT_TOKENS, 3_000_000_011L, 0));
            rates.add(rate(name, Unit.UNIT_OUTPUT_TOKENS, 3_000_000_011L, 1_000));
        }
        PriceBook draft = admin.prices().createDraft(CreateDraftRequest.getDefaultInstance());
        PriceBook filled =
                admin.prices()
                        .updateDraft(
                                UpdateDraftRequest.newBuilder()
                                        .setPriceBook(draft.getId())
                                        .setVersion(draft.getVersion())
                                        .addAllRates(rates)
                                        .addFees(
                                                Fee.newBuilder()
                                                        .setPerRequestNanos(1_000)
                                                        .setPriceMillionths(50_000))
                                        .build());
        var _ =
                admin.prices()
                        .publish(
                                PublishRequest.newBuilder()
                                        .setPriceBook(filled.getId())
                                        .setVersion(filled.getVersion())
                                        .setSupersede(true)
                                        .build());
    }

    private static Rate rate(String service, Unit unit, long nanos, long above) {
        return Rate.newBuilder()
                .setService(service)
                .setUnit(unit)
                .setPriceNanos(nanos)
                .setPer(1_000_000)
                .setAboveInputTokens(above)
                .build();
    }

    /// The account's id.
    public String account() {
        return account;
    }

    /// The key's id.
    public String key() {
        return key;
    }

    /// Makes a call.
    public SettleReply call(String service, long input, long cached, long output) {
        return call(service, input, cached, output, "alice");
    }

    /// Makes a call for a subject.
    public SettleReply call(String service, long input, long cached, long output, String subject) {
        AuthorizeReply admitted =
                gate.authorize(
                        AuthorizeRequest.newBuilder()
                                .setApiKey(secret)
                                .setService(service)
                                .addEstimate(count(Unit.UNIT_INPUT_TOKENS, input))
                                .addEstimate(count(Unit.UNIT_OUTPUT_TOKENS, output))
                                .setSubject(subject)
                                .addTags(Tag.newBuilder().setKey("team").setValue("blue"))
                                .build());
        if (!admitted.hasAdmitted()) {
            throw new AssertionError(admitted);
        }
        return gate.settle(
                SettleRequest.newBuilder()
                        .setHoldId(admitted.getAdmitted().getHoldId())
                        .addUnits(count(Unit.UNIT_INPUT_TOKENS, input))
                        .addUnits(count(Unit.UNIT_CACHED_INPUT_TOKENS, cached))
                        .addUnits(count(Unit.UNIT_OUTPUT_TOKENS, output))
                        .setOutcome(Outcome.OUTCOME_OK)
                        .setQueueMs(3)
                        .setComputeMs(250)
                        .build());
    }

    /// Makes a call whose usage is not known.
    public SettleReply unratedCall() {
        AuthorizeReply admitted =
                gate.authorize(
                        AuthorizeRequest.newBuilder()
                                .setApiKey(secret)
                                .setService("chat")
                                .addEstimate(count(Unit.UNIT_INPUT_TOKENS, 10))
                                .addEstimate(count(Unit.UNIT_OUTPUT_TOKENS, 10))
                                .build());
        return gate.settle(
                SettleRequest.newBuilder()
                        .setHoldId(admitted.getAdmitted().getHoldId())
                        .setOutcome(Outcome.OUTCOME_OK)
                        .build());
    }

    private static UnitCount count(Unit unit, long count) {
        return UnitCount.newBuilder().setUnit(unit).setCount(count).build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
