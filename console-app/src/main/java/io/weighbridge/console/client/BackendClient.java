package io.weighbridge.console.client;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.ApprovalsGrpc;
import io.weighbridge.proto.v1.AttributionGrpc;
import io.weighbridge.proto.v1.AuditLogGrpc;
import io.weighbridge.proto.v1.AutoTopUpsGrpc;
import io.weighbridge.proto.v1.CodesGrpc;
import io.weighbridge.proto.v1.ComputeGrpc;
import io.weighbridge.proto.v1.ExportsGrpc;
import io.weighbridge.proto.v1.KeysGrpc;
import io.weighbridge.proto.v1.LoginRequest;
import io.weighbridge.proto.v1.LogoutRequest;
import io.weighbridge.proto.v1.MeasuredGrpc;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.OperatorsGrpc;
import io.weighbridge.proto.v1.PaymentsGrpc;
import io.weighbridge.proto.v1.PlansGrpc;
import io.weighbridge.proto.v1.PriceImportsGrpc;
import io.weighbridge.proto.v1.PricesGrpc;
import io.weighbridge.proto.v1.ProxyCredentialsGrpc;
import io.weighbridge.proto.v1.ReconciliationGrpc;
import io.weighbridge.proto.v1.ReplaysGrpc;
import io.weighbridge.proto.v1.ServicesGrpc;
import io.weighbridge.proto.v1.Session;
import io.weighbridge.proto.v1.UpstreamKeysGrpc;
import io.weighbridge.proto.v1.UsageGrpc;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/// One backend, and one operator's session with it. All calls block and throw what [Failure#of]
/// explains: they belong on a background lane.
public final class BackendClient implements AutoCloseable {
    private static final Metadata.Key<String> REASON =
            Metadata.Key.of("weighbridge-reason", Metadata.ASCII_STRING_MARSHALLER);
    private static final int REASON_CHARACTERS_MAX = 200;

    private final Profile profile;
    private final ManagedChannel transport;
    private final Tokens tokens;
    private final Link link;
    private final Changes changes = new Changes();
    private final Channel channel;

    private BackendClient(Profile profile, InstantSource clock) {
        this.profile = profile;
        this.transport = Channels.open(profile);
        this.tokens = new Tokens(transport, clock);
        this.link = new Link(transport, clock);
        this.channel =
                ClientInterceptors.intercept(
                        transport, new SessionInterceptor(tokens, link, changes));
    }

    /// A client of a profile's service; nothing is sent yet.
    ///
    /// @throws ClientException when the profile's certificate cannot be read
    public static BackendClient connect(Profile profile, InstantSource clock) {
        return new BackendClient(profile, clock);
    }

    public Profile profile() {
        return profile;
    }

    public Link link() {
        return link;
    }

    /// Calls that change something and have no answer yet.
    public Changes changes() {
        return changes;
    }

    /// Starts a session.
    ///
    /// @param code of the second factor; empty for none
    public Operator login(String name, String password, String code) {
        return begin(
                operators()
                        .login(
                                LoginRequest.newBuilder()
                                        .setName(name)
                                        .setPassword(password)
                                        .setCode(code)
                                        .build()));
    }

    /// Goes on with a session that was made otherwise.
    public Operator begin(Session session) {
        tokens.set(session);
        link.hasSession(true);
        return session.getOperator();
    }

    /// Goes on with the session of another client of the same service, which has none afterwards.
    public void takeOver(BackendClient other) {
        other.link.hasSession(false);
        other.tokens.take().ifPresent(this::begin);
    }

    /// Ends the session, also when the service cannot be told.
    public void logout() {
        try {
            operators().logout(LogoutRequest.getDefaultInstance());
        } finally {
            link.hasSession(false);
            var _ = tokens.take();
        }
    }

    /// The same stub, whose calls say why in the audit log. What is not printable ASCII is
    /// replaced, because the entry travels in a header.
    public static <S extends AbstractStub<S>> S because(S stub, String reason) {
        String ascii = reason.strip().replaceAll("[^\\x20-\\x7e]", "?");
        if (ascii.isEmpty()) {
            return stub;
        }
        Metadata headers = new Metadata();
        headers.put(REASON, ascii.substring(0, Math.min(ascii.length(), REASON_CHARACTERS_MAX)));
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    public AccountsGrpc.AccountsBlockingStub accounts() {
        return AccountsGrpc.newBlockingStub(channel);
    }

    public ApprovalsGrpc.ApprovalsBlockingStub approvals() {
        return ApprovalsGrpc.newBlockingStub(channel);
    }

    public AttributionGrpc.AttributionBlockingStub attribution() {
        return AttributionGrpc.newBlockingStub(channel);
    }

    public AuditLogGrpc.AuditLogBlockingStub audit() {
        return AuditLogGrpc.newBlockingStub(channel);
    }

    public AutoTopUpsGrpc.AutoTopUpsBlockingStub autoTopUps() {
        return AutoTopUpsGrpc.newBlockingStub(channel);
    }

    public CodesGrpc.CodesBlockingStub codes() {
        return CodesGrpc.newBlockingStub(channel);
    }

    public ComputeGrpc.ComputeBlockingStub compute() {
        return ComputeGrpc.newBlockingStub(channel);
    }

    public ExportsGrpc.ExportsBlockingStub exports() {
        return ExportsGrpc.newBlockingStub(channel);
    }

    public KeysGrpc.KeysBlockingStub keys() {
        return KeysGrpc.newBlockingStub(channel);
    }

    public MeasuredGrpc.MeasuredBlockingStub measured() {
        return MeasuredGrpc.newBlockingStub(channel);
    }

    public OperatorsGrpc.OperatorsBlockingStub operators() {
        return OperatorsGrpc.newBlockingStub(channel);
    }

    public PaymentsGrpc.PaymentsBlockingStub payments() {
        return PaymentsGrpc.newBlockingStub(channel);
    }

    public PlansGrpc.PlansBlockingStub plans() {
        return PlansGrpc.newBlockingStub(channel);
    }

    public ReconciliationGrpc.ReconciliationBlockingStub reconciliation() {
        return ReconciliationGrpc.newBlockingStub(channel);
    }

    public PriceImportsGrpc.PriceImportsStub priceImports() {
        return PriceImportsGrpc.newStub(channel);
    }

    public PriceImportsGrpc.PriceImportsBlockingStub othersPrices() {
        return PriceImportsGrpc.newBlockingStub(channel);
    }

    public PricesGrpc.PricesBlockingStub prices() {
        return PricesGrpc.newBlockingStub(channel);
    }

    public ProxyCredentialsGrpc.ProxyCredentialsBlockingStub proxies() {
        return ProxyCredentialsGrpc.newBlockingStub(channel);
    }

    public ReplaysGrpc.ReplaysBlockingStub replays() {
        return ReplaysGrpc.newBlockingStub(channel);
    }

    public ServicesGrpc.ServicesBlockingStub services() {
        return ServicesGrpc.newBlockingStub(channel);
    }

    public UpstreamKeysGrpc.UpstreamKeysBlockingStub upstreamKeys() {
        return UpstreamKeysGrpc.newBlockingStub(channel);
    }

    public UsageGrpc.UsageBlockingStub usage() {
        return UsageGrpc.newBlockingStub(channel);
    }

    /// For streams that are followed, such as the live view.
    public UsageGrpc.UsageStub usageStreams() {
        return UsageGrpc.newStub(channel);
    }

    @Override
    public void close() {
        transport.shutdownNow();
        try {
            transport.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
