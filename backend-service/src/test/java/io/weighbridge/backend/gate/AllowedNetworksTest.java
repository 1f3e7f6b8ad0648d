package io.weighbridge.backend.gate;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.MeterClient;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.AuthorizeBatchRequest;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.CreateKeyReply;
import io.weighbridge.proto.v1.CreateKeyRequest;
import io.weighbridge.proto.v1.CreateProxyCredentialRequest;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.KeysGrpc;
import io.weighbridge.proto.v1.ListProxyCredentialsRequest;
import io.weighbridge.proto.v1.ProxyCredential;
import io.weighbridge.proto.v1.ProxyCredentialsGrpc;
import io.weighbridge.proto.v1.UpdateKeyRequest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/// Keys that may be used from some networks only.
final class AllowedNetworksTest {
    private static final String REFUSED = "ADDRESS_NOT_ALLOWED";

    @TempDir Path directory;
    @AutoClose private TestBackend test;
    private KeysGrpc.KeysBlockingStub keys;
    private String account;

    @BeforeEach
    void start() {
        open();
        test.chat();
        account = IdKind.ACCOUNT.format(test.account("Acme", 1_000 * Calls.TOKEN).id());
    }

    private void open() {
        test = TestBackend.start(directory);
        keys = KeysGrpc.newBlockingStub(test.channel());
    }

    private static KeySettings settings(List<String> networks) {
        return KeySettings.newBuilder()
                .setAllServices(true)
                .addAllAllowedNetworks(networks)
                .build();
    }

    private CreateKeyReply create(String... networks) {
        return keys.createKey(
                CreateKeyRequest.newBuilder()
                        .setAccount(account)
                        .setSettings(settings(List.of(networks)))
                        .build());
    }

    private ApiKey update(ApiKey key, String... networks) {
        return keys.updateKey(
                UpdateKeyRequest.newBuilder()
                        .setKey(key.getId())
                        .setVersion(key.getVersion())
                        .setSettings(settings(List.of(networks)))
                        .build());
    }

    private static AuthorizeRequest from(String secret, String address) {
        return Calls.chat(secret, 1, 1).setClientAddress(address).build();
    }

    private String authorize(String secret, String address) {
        return answer(test.gate().authorize(from(secret, address)));
    }

    private static String answer(AuthorizeReply reply) {
        return reply.hasAdmitted()
                ? "ok"
                : reply.getRefused().getReason().name().substring("REFUSAL_REASON_".length());
    }

    @Test
    void aKeyIsRefusedFromEverywhereElseAlsoAfterARestart() {
        String secret = create("203.0.113.0/24", "2001:db8::/32", "198.51.100.7").getSecret();
        for (int i = 0; i < 2; i++) {
            for (String address :
                    List.of(
                            "203.0.113.9",
                            "::ffff:203.0.113.9",
                            "::FFFF:CB00:7109",
                            "2001:db8:ffff::1",
                            "198.51.100.7")) {
                assertEquals("ok", authorize(secret, address), address);
            }
            for (String address :
                    List.of("203.0.114.9", "::203.0.113.9", "2001:db9::1", "198.51.100.8", "::1")) {
                assertEquals(REFUSED, authorize(secret, address), address);
            }
            test.close();
            open();
        }
    }

    @Test
    void whatIsNoAddressIsRefused() {
        String secret = create("0.0.0.0/0", "::/0").getSecret();
        assertEquals("ok", authorize(secret, "1.2.3.4"));
        assertEquals("ok", authorize(secret, "::1"));
        for (String address :
                List.of(
                        "",
                        "localhost",
                        "fe80::1%eth0",
                        "1.2.3.4:80",
                        "[::1]",
                        "1.2.3.4, 5.6.7.8",
                        "1.2.3",
                        "x".repeat(100_000))) {
            assertEquals(REFUSED, authorize(secret, address));
        }
        assertFalse(test.gate().authorize(from(secret, "")).getRefused().getText().isEmpty());
    }

    @Test
    void aKeyWithoutNetworksIsForEverywhere() {
        String secret = create().getSecret();
        for (String address : List.of("", "1.2.3.4", "nonsense")) {
            assertEquals("ok", authorize(secret, address));
        }
    }

    @Test
    void changedNetworksTakeEffectOnTheVeryNextCall() {
        CreateKeyReply made = create();
        String secret = made.getSecret();
        assertEquals("ok", authorize(secret, "1.2.3.4"));
        ApiKey key = update(made.getKey(), "10.0.0.0/8");
        assertEquals(REFUSED, authorize(secret, "1.2.3.4"));
        assertEquals("ok", authorize(secret, "10.1.2.3"));
        update(key);
        assertEquals("ok", authorize(secret, "1.2.3.4"));
    }

    @Test
    void batchesAndStreamsAreRefusedToo() {
        String secret = create("203.0.113.0/24").getSecret();
        var items =
                test.gate()
                        .authorizeBatch(
                                AuthorizeBatchRequest.newBuilder()
                                        .addCalls(from(secret, "203.0.113.1"))
                                        .addCalls(from(secret, "203.0.112.1"))
                                        .build())
                        .getItemsList();
        assertTrue(items.get(0).hasAdmitted());
        assertTrue(items.get(1).hasRefused());
        MeterClient stream = MeterClient.open(test.channel());
        stream.open("1", from(secret, "203.0.113.1"), 0);
        assertTrue(stream.next().hasAdmitted());
        stream.open("2", from(secret, "203.0.112.1"), 0);
        assertTrue(stream.next().hasRefused());
    }

    @Test
    void onlyABelievedProxyTellsAddresses() {
        String secret = create("203.0.113.0/24").getSecret();
        String open = create().getSecret();
        var credentials = ProxyCredentialsGrpc.newBlockingStub(test.channel());
        var made =
                credentials.createProxyCredential(
                        CreateProxyCredentialRequest.newBuilder()
                                .setName("edge")
                                .setAllServices(true)
                                .setClientAddressIgnored(true)
                                .build());
        assertTrue(made.getCredential().getClientAddressIgnored());
        for (int i = 0; i < 2; i++) {
            GateGrpc.GateBlockingStub edge =
                    test.gate().withInterceptors(BearerToken.attaching(made.getSecret()));
            assertEquals(REFUSED, answer(edge.authorize(from(secret, "203.0.113.1"))));
            assertEquals("ok", answer(edge.authorize(from(open, "203.0.113.1"))));
            assertEquals("ok", authorize(secret, "203.0.113.1"));
            List<ProxyCredential> listed =
                    ProxyCredentialsGrpc.newBlockingStub(test.channel())
                            .listProxyCredentials(ListProxyCredentialsRequest.getDefaultInstance())
                            .getCredentialsList();
            assertTrue(
                    listed.stream()
                            .allMatch(
                                    each ->
                                            each.getClientAddressIgnored()
                                                    == each.getName().equals("edge")));
            test.close();
            open();
        }
    }

    @Test
    void networksAreCheckedAndKeptInOneForm() {
        ApiKey made =
                create("203.0.113.7", "2001:DB8:0::/48", "::ffff:203.0.113.7", "10.0.0.0/8")
                        .getKey();
        assertEquals(
                List.of("203.0.113.7/32", "2001:db8::/48", "10.0.0.0/8"),
                made.getSettings().getAllowedNetworksList());
        for (String bad : List.of("", "localhost", "1.2.3.4/33", "fe80::1%eth0", "::/129")) {
            assertFault(
                    ErrorCode.INVALID_FIELD,
                    "settings.allowed_networks[1]",
                    () -> create("10.0.0.0/8", bad));
        }
        String text =
                assertFault(
                        ErrorCode.INVALID_FIELD,
                        "settings.allowed_networks[0]",
                        () -> create("203.0.113.7/24"));
        assertTrue(text.contains("203.0.113.0/24"), text);
        create(networks(100));
        assertFault(
                ErrorCode.INVALID_FIELD, "settings.allowed_networks", () -> create(networks(101)));
        // Told as one fault, not by how many texts could be read.
        assertEquals(
                1,
                create(Collections.nCopies(100, "10.0.0.0/8").toArray(String[]::new))
                        .getKey()
                        .getSettings()
                        .getAllowedNetworksCount());
    }

    private static String[] networks(int count) {
        String[] networks = new String[count];
        for (int i = 0; i < count; i++) {
            networks[i] = "2001:db8:" + Integer.toHexString(i) + "::/48";
        }
        return networks;
    }
}
