package io.weighbridge.backend.limits;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.CreateKeyRequest;
import io.weighbridge.proto.v1.CreatePlanRequest;
import io.weighbridge.proto.v1.GetPlanRequest;
import io.weighbridge.proto.v1.KeySettings;
import io.weighbridge.proto.v1.KeysGrpc;
import io.weighbridge.proto.v1.ListPlansReply;
import io.weighbridge.proto.v1.ListPlansRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.Plan;
import io.weighbridge.proto.v1.PlansGrpc;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.ServiceLimits;
import io.weighbridge.proto.v1.UpdatePlanRequest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

final class PlansGrpcTest {
    @TempDir Path directory;
    @AutoClose private TestBackend test;
    private PlansGrpc.PlansBlockingStub plans;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory);
        plans = PlansGrpc.newBlockingStub(test.channel());
    }

    private Plan create(String name, ServiceLimits... limits) {
        return plans.createPlan(
                CreatePlanRequest.newBuilder().setName(name).addAllLimits(List.of(limits)).build());
    }

    private Plan get(String id) {
        return plans.getPlan(GetPlanRequest.newBuilder().setPlan(id).build());
    }

    private Plan update(Plan plan, ServiceLimits... limits) {
        return plans.updatePlan(
                UpdatePlanRequest.newBuilder()
                        .setPlan(plan.getId())
                        .setVersion(plan.getVersion())
                        .setName(plan.getName())
                        .addAllLimits(List.of(limits))
                        .build());
    }

    private ListPlansReply list(int size, String token) {
        return plans.listPlans(
                ListPlansRequest.newBuilder()
                        .setPage(PageRequest.newBuilder().setSize(size).setToken(token))
                        .build());
    }

    private static ServiceLimits.Builder limits(String service) {
        return ServiceLimits.newBuilder().setService(service);
    }

    @Test
    void tellsAnAbsentLimitFromALimitOfZero() {
        test.service("chat");
        ServiceLimits chat =
                limits("chat").setRequestsPerMinute(0).setConcurrentCalls(1_000_000).build();
        ServiceLimits others =
                limits("").setTokensPerMinute(10_000_000_000L).setShadow(true).build();
        Plan made = create("Basic", chat, others);
        assertEquals(List.of(chat, others), made.getLimitsList());
        assertEquals(made, get(made.getId()));
        test.close();
        start();
        assertEquals(made.getLimitsCount(), get(made.getId()).getLimitsCount());
        assertEquals(
                chat,
                get(made.getId()).getLimitsList().stream()
                        .filter(limit -> limit.getService().equals("chat"))
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void aChangedPlanTakesEffectOnTheVeryNextCall() {
        test.publish(test.service("chat"), 1_000_000, 1_000_000);
        Plan plan = create("Basic");
        Account account = test.account("Acme", 1_000_000_000L);
        String secret =
                KeysGrpc.newBlockingStub(test.channel())
                        .createKey(
                                CreateKeyRequest.newBuilder()
                                        .setAccount(IdKind.ACCOUNT.format(account.id()))
                                        .setSettings(
                                                KeySettings.newBuilder()
                                                        .setAllServices(true)
                                                        .setPlan(plan.getId()))
                                        .build())
                        .getSecret();
        GateCalls.call(test, secret, "chat", 10, 10);
        plan = update(plan, limits("chat").setRequestsPerMinute(0).build());
        assertEquals(
                RefusalReason.REFUSAL_REASON_REQUESTS_PER_MINUTE,
                GateCalls.authorize(test, secret, "chat", 10, 10).getRefused().getReason());
        plan = update(plan, limits("").setConcurrentCalls(0).build());
        assertEquals(
                RefusalReason.REFUSAL_REASON_CONCURRENT_CALLS,
                GateCalls.authorize(test, secret, "chat", 10, 10).getRefused().getReason());
        update(plan);
        GateCalls.call(test, secret, "chat", 10, 10);
    }

    @Test
    void detectsALostUpdate() {
        Plan made = create("Basic");
        Plan changed = update(made, limits("").setRequestsPerMinute(1).build());
        assertFault(ErrorCode.VERSION_CONFLICT, "version", () -> update(made));
        assertEquals(changed, get(made.getId()));
        List<Object> results = GateCalls.atOnce(16, () -> update(changed));
        assertEquals(1, results.stream().filter(Plan.class::isInstance).count());
    }

    @Test
    void refusesATakenName() {
        create("Basic");
        Plan other = create("Other");
        assertFault(ErrorCode.NAME_TAKEN, "name", () -> create("Basic"));
        assertFault(
                ErrorCode.NAME_TAKEN,
                "name",
                () -> update(other.toBuilder().setName("Basic").build()));
        assertEquals("Other", get(other.getId()).getName());
    }

    @Test
    void refusesBadInputAndChangesNothing() {
        test.service("chat");
        for (String name : List.of("", "x".repeat(101), "a\nb", "\u007f")) {
            assertFault(ErrorCode.INVALID_FIELD, "name", () -> create(name));
        }
        bad("limits[0].requests_per_minute", limits("").setRequestsPerMinute(-1));
        bad("limits[0].requests_per_minute", limits("").setRequestsPerMinute(1_000_000_001));
        bad("limits[0].tokens_per_minute", limits("").setTokensPerMinute(-1));
        bad("limits[0].tokens_per_minute", limits("").setTokensPerMinute(Long.MAX_VALUE));
        bad("limits[0].concurrent_calls", limits("").setConcurrentCalls(Long.MIN_VALUE));
        bad("limits[0].concurrent_calls", limits("").setConcurrentCalls(1_000_001));
        bad("limits[0].service", limits("x".repeat(201)));
        bad("limits[1].service", limits("chat"), limits("chat"));
        bad("limits[1].service", limits(""), limits(""));
        assertFault(
                ErrorCode.SERVICE_UNKNOWN,
                "limits[0].service",
                () -> create("Basic", limits("nope").build()));
        assertEquals(0, list(0, "").getPlansCount());
    }

    private void bad(String field, ServiceLimits.Builder... limits) {
        CreatePlanRequest.Builder request = CreatePlanRequest.newBuilder().setName("Basic");
        for (ServiceLimits.Builder limit : limits) {
            request.addLimits(limit);
        }
        assertFault(ErrorCode.INVALID_FIELD, field, () -> plans.createPlan(request.build()));
    }

    @Test
    void saysWhichPlanThereIsNot() {
        assertFault(ErrorCode.PLAN_UNKNOWN, "plan", () -> get("plan_0000000000001"));
        assertFault(ErrorCode.INVALID_FIELD, "plan", () -> get(""));
        assertFault(ErrorCode.INVALID_FIELD, "plan", () -> get("svc_0000000000001"));
        assertFault(
                ErrorCode.PLAN_UNKNOWN,
                "plan",
                () -> update(Plan.newBuilder().setId("plan_0000000000001").setName("x").build()));
    }

    @Test
    void pagesStayStableWhilePlansAreMade() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            expected.add(create("first " + i).getName());
        }
        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            ListPlansReply page = list(1, token);
            page.getPlansList().forEach(plan -> seen.add(plan.getName()));
            token = page.getNextPageToken();
            if (seen.size() <= 2) {
                expected.add(create("later " + seen.size()).getName());
            }
        } while (!token.isEmpty());
        assertEquals(expected, seen);
    }

    @Test
    void refusesATokenOfAnotherList() {
        test.service("chat");
        test.service("image");
        String foreign =
                io.weighbridge.proto.v1.ServicesGrpc.newBlockingStub(test.channel())
                        .listServices(
                                io.weighbridge.proto.v1.ListServicesRequest.newBuilder()
                                        .setPage(PageRequest.newBuilder().setSize(1))
                                        .build())
                        .getNextPageToken();
        assertFault(ErrorCode.INVALID_PAGE_TOKEN, "page.token", () -> list(1, foreign));
    }
}
