package io.weighbridge.backend.proxies.forwardauth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ForwardAuthTable;
import io.weighbridge.backend.SubjectTable;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.proto.v1.CreateProxyCredentialRequest;
import io.weighbridge.proto.v1.ProxyCredentialsGrpc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Who calls are for of which a proxy asks. The proxy passes on what clients write, so it is the
/// client's address that must be believed.
final class ForwardAuthSubjectsTest {
    private static final Map<Setting<?>, String> SETTINGS =
            Map.of(
                    SubjectTable.FROM,
                    "header:x-openwebui-user-id field:user",
                    SubjectTable.BELIEVED_FROM,
                    "10.1.0.0/16 127.0.0.1");

    @TempDir Path folder;

    private static String subject(ForwardAuthBench bench, String forwardedFor) {
        HttpResponse<String> response =
                bench.send(
                        bench.question("traefik")
                                .header("X-Forwarded-For", forwardedFor)
                                .header("x-openwebui-user-id", "anna"));
        assertEquals(200, response.statusCode());
        return ForwardAuthBench.header(response, "x-weighbridge-subject");
    }

    @Test
    void anAddressThatIsIgnoredNamesNobody() {
        Map<Setting<?>, String> settings = new HashMap<>(SETTINGS);
        settings.put(ForwardAuthTable.PROXY, "edge");
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder, settings)) {
            var _ =
                    ProxyCredentialsGrpc.newBlockingStub(bench.test.channel())
                            .createProxyCredential(
                                    CreateProxyCredentialRequest.newBuilder()
                                            .setName("edge")
                                            .setAllServices(true)
                                            .setClientAddressIgnored(true)
                                            .build());
            assertEquals("", subject(bench, "10.1.2.3"));
        }
    }

    @Test
    void believesTheClientsThatItMay() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder, SETTINGS)) {
            assertEquals("anna", subject(bench, "10.1.2.3"));
            assertEquals("", subject(bench, "192.0.2.1"));
            assertEquals("", subject(bench, "10.1.2.3, 192.0.2.1"));
            HttpResponse<String> without =
                    bench.send(bench.question("caddy").header("x-openwebui-user-id", "anna"));
            assertEquals("", ForwardAuthBench.header(without, "x-weighbridge-subject"));
            HttpResponse<String> odd =
                    bench.send(
                            bench.question("caddy")
                                    .header("X-Forwarded-For", "10.1.2.3")
                                    .header("x-openwebui-user-id", "a,b"));
            assertEquals(400, odd.statusCode());
        }
    }
}
