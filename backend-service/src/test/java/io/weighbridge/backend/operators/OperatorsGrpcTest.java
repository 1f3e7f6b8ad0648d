package io.weighbridge.backend.operators;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.proto.v1.CreateOperatorReply;
import io.weighbridge.proto.v1.EndSessionRequest;
import io.weighbridge.proto.v1.ListOperatorsReply;
import io.weighbridge.proto.v1.ListOperatorsRequest;
import io.weighbridge.proto.v1.ListPlansRequest;
import io.weighbridge.proto.v1.ListSessionsRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.OperatorSession;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.PlansGrpc;
import io.weighbridge.proto.v1.ResetPasswordReply;
import io.weighbridge.proto.v1.ResetPasswordRequest;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.Session;
import io.weighbridge.proto.v1.SessionStart;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

final class OperatorsGrpcTest {
    @TempDir Path directory;
    private TestBackend test;
    private ManagedChannel channel;
    private OperatorClient client;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory);
        channel = test.connectBare();
        client = new OperatorClient(channel);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        test.close();
    }

    private String admin() {
        return test.tokens().operator(io.weighbridge.backend.platform.access.Role.ADMIN);
    }

    private ListOperatorsReply list(int size, String token) {
        return client.as(admin())
                .listOperators(
                        ListOperatorsRequest.newBuilder()
                                .setPage(PageRequest.newBuilder().setSize(size).setToken(token))
                                .build());
    }

    @Test
    void everyOperatorIsListedPageByPageAlsoAfterARestart() {
        List<String> expected = new ArrayList<>(List.of("test-admin"));
        var _ = admin();
        for (String name : List.of("anna", "bert.b", "carla@example.org", "0-d_")) {
            client.create(admin(), name, Role.ROLE_VIEWER);
            expected.add(name);
        }
        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            ListOperatorsReply page = list(2, token);
            page.getOperatorsList().forEach(operator -> seen.add(operator.getName()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        assertEquals(expected, seen);
        List<Operator> before = list(0, "").getOperatorsList();
        stop();
        start();
        assertEquals(before, list(0, "").getOperatorsList());
    }

    @Test
    void aNameIsGivenOnceAndIsOfTheRightForm() {
        client.create(admin(), "anna", Role.ROLE_VIEWER);
        assertFault(
                ErrorCode.NAME_TAKEN,
                "name",
                () -> client.create(admin(), "anna", Role.ROLE_ADMIN));
        for (String bad : List.of("", "Anna", "a b", "-a", "é", "x".repeat(61))) {
            assertFault(
                    ErrorCode.INVALID_FIELD,
                    "name",
                    () -> client.create(admin(), bad, Role.ROLE_VIEWER));
        }
        for (Role bad : List.of(Role.ROLE_UNSPECIFIED, Role.ROLE_PROXY)) {
            assertFault(ErrorCode.INVALID_FIELD, "role", () -> client.create(admin(), "bert", bad));
        }
    }

    @Test
    void aRoleAndItsLossTakeEffectOnTheNextCall() {
        CreateOperatorReply made = client.createOwn(admin(), "anna", Role.ROLE_VIEWER);
        Session anna = client.login("anna", made.getPassword());
        assertEquals("PERMISSION_DENIED", create(anna));
        Operator raised = client.update(admin(), made.getOperator(), Role.ROLE_ADMIN, false);
        assertEquals("ok", create(anna));
        Operator lowered = client.update(admin(), raised, Role.ROLE_FINANCE, false);
        assertEquals("PERMISSION_DENIED", create(anna));
        Operator disabled = client.update(admin(), lowered, Role.ROLE_FINANCE, true);
        assertEquals("UNAUTHENTICATED", Calls.codeOf(() -> client.whoAmI(anna)));
        assertEquals("UNAUTHENTICATED", Calls.codeOf(() -> client.refresh(anna.getRefreshToken())));
        assertEquals("LOGIN_FAILED", Calls.outcome(() -> client.login("anna", made.getPassword())));
        client.update(admin(), disabled, Role.ROLE_FINANCE, false);
        assertEquals("UNAUTHENTICATED", Calls.codeOf(() -> client.whoAmI(anna)));
        client.login("anna", made.getPassword());
    }

    private String create(Session session) {
        return Calls.outcome(
                () ->
                        client.create(
                                session.getAccessToken(),
                                "made-" + System.nanoTime(),
                                Role.ROLE_VIEWER));
    }

    @Test
    void theLastAdministratorStaysOne() {
        var _ = admin();
        Operator last = list(0, "").getOperators(0);
        assertFault(
                ErrorCode.LAST_ADMIN,
                "operator",
                () -> client.update(admin(), last, Role.ROLE_ADMIN, true));
        assertFault(
                ErrorCode.LAST_ADMIN,
                "operator",
                () -> client.update(admin(), last, Role.ROLE_VIEWER, false));
        CreateOperatorReply second = client.createOwn(admin(), "anna", Role.ROLE_ADMIN);
        Operator disabled = client.update(admin(), second.getOperator(), Role.ROLE_ADMIN, true);
        assertFault(
                ErrorCode.LAST_ADMIN,
                "operator",
                () -> client.update(admin(), last, Role.ROLE_ADMIN, true));
        client.update(admin(), disabled, Role.ROLE_ADMIN, false);
        client.update(admin(), last, Role.ROLE_VIEWER, false);
        String anna = client.login("anna", second.getPassword()).getAccessToken();
        assertEquals(
                2,
                client.as(anna)
                        .listOperators(ListOperatorsRequest.getDefaultInstance())
                        .getOperatorsCount());
    }

    @Test
    void twoAdministratorsCannotDisableEachOtherAtOnce() {
        Operator first = client.create(admin(), "anna", Role.ROLE_ADMIN).getOperator();
        Operator second = list(0, "").getOperators(0);
        String token = admin();
        List<String> outcomes =
                Calls.atOnce(
                        2,
                        i ->
                                Calls.outcome(
                                        () ->
                                                client.update(
                                                        token,
                                                        i == 0 ? first : second,
                                                        Role.ROLE_ADMIN,
                                                        true)));
        assertEquals(1, outcomes.stream().filter("ok"::equals).count(), outcomes::toString);
        assertTrue(test.backend().operators().hasAdmin());
    }

    @Test
    void detectsALostUpdate() {
        Operator made = client.create(admin(), "anna", Role.ROLE_VIEWER).getOperator();
        client.update(admin(), made, Role.ROLE_SUPPORT, false);
        assertFault(
                ErrorCode.VERSION_CONFLICT,
                "version",
                () -> client.update(admin(), made, Role.ROLE_FINANCE, false));
        assertFault(ErrorCode.VERSION_CONFLICT, "version", () -> reset(made));
        assertFault(
                ErrorCode.OPERATOR_UNKNOWN,
                "operator",
                () ->
                        client.update(
                                admin(),
                                made.toBuilder().setId("op_0000000000001").build(),
                                Role.ROLE_FINANCE,
                                false));
    }

    private ResetPasswordReply reset(Operator operator) {
        return client.as(admin())
                .resetPassword(
                        ResetPasswordRequest.newBuilder()
                                .setOperator(operator.getId())
                                .setVersion(operator.getVersion())
                                .setRemoveTotp(true)
                                .build());
    }

    @Test
    void anAdministratorSeesWhoIsLoggedInAndEndsOneSession() {
        CreateOperatorReply made = client.createOwn(admin(), "anna", Role.ROLE_VIEWER);
        Session first = client.login("anna", made.getPassword());
        Session second = client.login("anna", made.getPassword());
        ListSessionsRequest ofAnna =
                ListSessionsRequest.newBuilder().setOperator(made.getOperator().getId()).build();
        List<OperatorSession> hers = client.as(admin()).listSessions(ofAnna).getSessionsList();
        assertEquals(second.getEndsAtMs(), hers.getLast().getEndsAtMs());
        assertEquals(SessionStart.SESSION_START_PASSWORD, hers.getLast().getBegunBy());
        assertFalse(hers.getLast().getOwn());
        EndSessionRequest end =
                EndSessionRequest.newBuilder().setSession(hers.getLast().getId()).build();
        var _ = client.as(admin()).endSession(end);
        var _ = client.as(admin()).endSession(end);
        assertEquals("UNAUTHENTICATED", Calls.codeOf(() -> client.whoAmI(second)));
        assertEquals("anna", client.whoAmI(first).getName());
        assertEquals(hers.size() - 1, client.as(admin()).listSessions(ofAnna).getSessionsCount());
        assertTrue(
                client
                        .as(admin())
                        .listSessions(ListSessionsRequest.getDefaultInstance())
                        .getSessionsList()
                        .stream()
                        .anyMatch(OperatorSession::getOwn));
    }

    @Test
    void aResetPasswordEndsAllSessions() {
        CreateOperatorReply made = client.createOwn(admin(), "anna", Role.ROLE_VIEWER);
        Session session = client.login("anna", made.getPassword());
        ResetPasswordReply reset = reset(made.getOperator());
        assertEquals(made.getOperator().getVersion() + 1, reset.getOperator().getVersion());
        assertEquals("UNAUTHENTICATED", Calls.codeOf(() -> client.whoAmI(session)));
        assertEquals("LOGIN_FAILED", Calls.outcome(() -> client.login("anna", made.getPassword())));
        client.login("anna", reset.getPassword());
    }

    @Test
    void withoutATokenNothingIsToldOfAnything() {
        assertFault(
                ErrorCode.UNAUTHENTICATED,
                "authorization",
                () ->
                        PlansGrpc.newBlockingStub(channel)
                                .listPlans(ListPlansRequest.getDefaultInstance()));
    }
}
