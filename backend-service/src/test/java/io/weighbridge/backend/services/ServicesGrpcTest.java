package io.weighbridge.backend.services;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.proto.v1.CreateServiceRequest;
import io.weighbridge.proto.v1.GetServiceRequest;
import io.weighbridge.proto.v1.ListServicesReply;
import io.weighbridge.proto.v1.ListServicesRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.Service;
import io.weighbridge.proto.v1.ServiceCategory;
import io.weighbridge.proto.v1.ServiceSettings;
import io.weighbridge.proto.v1.ServicesGrpc;
import io.weighbridge.proto.v1.UpdateServiceRequest;
import io.weighbridge.proto.v1.VanishedPolicy;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

final class ServicesGrpcTest {
    private static final ServiceSettings TEXT =
            ServiceSettings.newBuilder().setCategory(ServiceCategory.SERVICE_CATEGORY_TEXT).build();

    @TempDir Path directory;
    @AutoClose private TestBackend test;
    private ServicesGrpc.ServicesBlockingStub services;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory);
        services = ServicesGrpc.newBlockingStub(test.channel());
    }

    private Service create(String name) {
        return services.createService(
                CreateServiceRequest.newBuilder().setName(name).setSettings(TEXT).build());
    }

    private Service get(String idOrName) {
        return services.getService(GetServiceRequest.newBuilder().setService(idOrName).build());
    }

    private ListServicesReply list(int size, String token) {
        return services.listServices(
                ListServicesRequest.newBuilder()
                        .setPage(PageRequest.newBuilder().setSize(size).setToken(token))
                        .build());
    }

    @Test
    void fillsInTheDefaultsAndFindsByIdAndByName() {
        Service made = create("chat");
        assertEquals(1, made.getVersion());
        assertEquals(600_000, made.getSettings().getHoldTtlMs());
        assertEquals(256, made.getSettings().getMeterSliceTokens());
        assertEquals(
                VanishedPolicy.VANISHED_POLICY_BILL_DELIVERED,
                made.getSettings().getVanishedPolicy());
        assertTrue(made.getCreatedAtMs() > 0);
        assertEquals(made, get("chat"));
        assertEquals(made, get(made.getId()));
    }

    @Test
    void keepsEverySettingOverARestart() {
        ServiceSettings settings =
                ServiceSettings.newBuilder()
                        .setCategory(ServiceCategory.SERVICE_CATEGORY_AUDIO)
                        .setDisabled(true)
                        .setVanishedPolicy(VanishedPolicy.VANISHED_POLICY_BILL_NOTHING)
                        .setHoldTtlMs(1_000)
                        .setDefaultOutputTokens(7)
                        .setMeterSliceTokens(9)
                        .setUnpricedCeilingNanos(11)
                        .build();
        Service changed =
                services.updateService(
                        UpdateServiceRequest.newBuilder()
                                .setService(create("voice").getId())
                                .setVersion(1)
                                .setSettings(settings)
                                .build());
        assertEquals(settings, changed.getSettings());
        test.close();
        start();
        assertEquals(changed, get("voice"));
    }

    @Test
    void pagesStayStableWhileServicesAreMade() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            expected.add(create("first-" + i).getName());
        }
        List<String> seen = new ArrayList<>();
        String token = "";
        int made = 0;
        do {
            ListServicesReply page = list(2, token);
            page.getServicesList().forEach(service -> seen.add(service.getName()));
            token = page.getNextPageToken();
            if (made < 3) {
                expected.add(create("later-" + made++).getName());
            }
        } while (!token.isEmpty());
        assertEquals(expected, seen);
    }

    @Test
    void detectsALostUpdate() {
        Service made = create("chat");
        UpdateServiceRequest update =
                UpdateServiceRequest.newBuilder()
                        .setService("chat")
                        .setVersion(made.getVersion())
                        .setSettings(TEXT.toBuilder().setDefaultOutputTokens(5))
                        .build();
        Service changed = services.updateService(update);
        for (long version : new long[] {1, 3, 0, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertFault(
                    ErrorCode.VERSION_CONFLICT,
                    "version",
                    () -> services.updateService(update.toBuilder().setVersion(version).build()));
        }
        assertEquals(changed, get("chat"));
    }

    @Test
    void oneOfManyUpdatesOfOneVersionWins() {
        create("chat");
        List<Object> results =
                GateCalls.atOnce(
                        16,
                        () ->
                                services.updateService(
                                        UpdateServiceRequest.newBuilder()
                                                .setService("chat")
                                                .setVersion(1)
                                                .setSettings(TEXT)
                                                .build()));
        assertEquals(1, results.stream().filter(Service.class::isInstance).count());
        assertEquals(2, get("chat").getVersion());
    }

    @Test
    void refusesATakenName() {
        create("chat");
        assertFault(ErrorCode.NAME_TAKEN, "name", () -> create("chat"));
        assertEquals(1, list(0, "").getServicesCount());
    }

    @Test
    void refusesBadInputAndChangesNothing() {
        for (String name :
                List.of(
                        "",
                        "x".repeat(201),
                        "x".repeat(1_000_000),
                        "a b",
                        "a\u00a0b",
                        "a\tb",
                        "a\u0000",
                        "a\u0085",
                        "svc_0000000000001")) {
            assertFault(ErrorCode.INVALID_FIELD, "name", () -> create(name));
        }
        bad("settings.category", ServiceSettings.newBuilder());
        bad("settings.category", TEXT.toBuilder().setCategoryValue(7));
        bad("settings.category", TEXT.toBuilder().setCategoryValue(-1));
        bad("settings.vanished_policy", TEXT.toBuilder().setVanishedPolicyValue(4));
        bad("settings.hold_ttl_ms", TEXT.toBuilder().setHoldTtlMs(999));
        bad("settings.hold_ttl_ms", TEXT.toBuilder().setHoldTtlMs(86_400_001));
        bad("settings.hold_ttl_ms", TEXT.toBuilder().setHoldTtlMs(Long.MIN_VALUE));
        bad("settings.default_output_tokens", TEXT.toBuilder().setDefaultOutputTokens(-1));
        bad(
                "settings.default_output_tokens",
                TEXT.toBuilder().setDefaultOutputTokens(Long.MAX_VALUE));
        bad("settings.meter_slice_tokens", TEXT.toBuilder().setMeterSliceTokens(-1));
        bad("settings.unpriced_ceiling_nanos", TEXT.toBuilder().setUnpricedCeilingNanos(-1));
        bad(
                "settings.unpriced_ceiling_nanos",
                TEXT.toBuilder().setUnpricedCeilingNanos(Long.MAX_VALUE));
        assertEquals(0, list(0, "").getServicesCount());
    }

    private void bad(String field, ServiceSettings.Builder settings) {
        assertFault(
                ErrorCode.INVALID_FIELD,
                field,
                () ->
                        services.createService(
                                CreateServiceRequest.newBuilder()
                                        .setName("chat")
                                        .setSettings(settings)
                                        .build()));
    }

    @Test
    void saysWhichServiceThereIsNot() {
        assertFault(ErrorCode.SERVICE_UNKNOWN, "service", () -> get("nope"));
        assertFault(ErrorCode.SERVICE_UNKNOWN, "service", () -> get("svc_0000000000001"));
        assertFault(ErrorCode.INVALID_FIELD, "service", () -> get(""));
        assertFault(ErrorCode.INVALID_FIELD, "service", () -> get("x".repeat(100_000)));
        assertFault(
                ErrorCode.SERVICE_UNKNOWN,
                "service",
                () ->
                        services.updateService(
                                UpdateServiceRequest.newBuilder()
                                        .setService("nope")
                                        .setVersion(1)
                                        .setSettings(TEXT)
                                        .build()));
    }

    @Test
    void refusesAPageThatThereIsNot() {
        assertFault(ErrorCode.INVALID_FIELD, "page.size", () -> list(-1, ""));
        assertFault(ErrorCode.INVALID_FIELD, "page.size", () -> list(1_001, ""));
        for (String token : List.of("x", "%%%", "AAAAAAAAAAAAAAAA", "é", "A".repeat(10_000))) {
            assertFault(ErrorCode.INVALID_PAGE_TOKEN, "page.token", () -> list(1, token));
        }
    }

    @Test
    void aDisabledServiceRefusesTheNextCall() {
        create("chat");
        test.publish(test.backend().services().require("chat"), 1_000_000, 1_000_000);
        String secret = test.key(test.account("Acme", 1_000_000_000L)).secret();
        GateCalls.call(test, secret, "chat", 10, 10);
        services.updateService(
                UpdateServiceRequest.newBuilder()
                        .setService("chat")
                        .setVersion(1)
                        .setSettings(TEXT.toBuilder().setDisabled(true))
                        .build());
        assertEquals(
                RefusalReason.REFUSAL_REASON_SERVICE_DISABLED,
                GateCalls.authorize(test, secret, "chat", 10, 10).getRefused().getReason());
    }
}
