package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.ChangePasswordRequest;
import io.weighbridge.proto.v1.CreateOperatorReply;
import io.weighbridge.proto.v1.EnrolTotpRequest;
import io.weighbridge.proto.v1.ListPlansRequest;
import io.weighbridge.proto.v1.LogoutRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.PlansGrpc;
import io.weighbridge.proto.v1.ResetPasswordReply;
import io.weighbridge.proto.v1.ResetPasswordRequest;
import io.weighbridge.proto.v1.Session;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// A password that somebody else made is good for nothing but changing it. That no method is
/// forgotten is in [AccessMatrixTest].
final class FirstPasswordTest {
    private static final String OWN = "a password of my own";

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private ManagedChannel channel;
    private OperatorClient client;
    private CreateOperatorReply anna;

    @BeforeEach
    void start() {
        open();
        anna = client.create(admin(), "anna", io.weighbridge.proto.v1.Role.ROLE_ADMIN);
    }

    private void open() {
        test = TestBackend.start(directory, time);
        channel = test.connectBare();
        client = new OperatorClient(channel);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        test.close();
    }

    private String admin() {
        return test.tokens().operator(Role.ADMIN);
    }

    private String list(Session session) {
        return Calls.outcome(
                () ->
                        PlansGrpc.newBlockingStub(channel)
                                .withInterceptors(BearerToken.attaching(session.getAccessToken()))
                                .listPlans(ListPlansRequest.getDefaultInstance()));
    }

    private Operator change(Session session, String old, String next) {
        return client.as(session)
                .changePassword(
                        ChangePasswordRequest.newBuilder()
                                .setOldPassword(old)
                                .setNewPassword(next)
                                .build());
    }

    @Test
    void nothingGoesBeforeTheChangeAndAllAfterIt() {
        assertTrue(anna.getOperator().getPasswordChangeRequired());
        Session session = client.login("anna", anna.getPassword());
        assertTrue(session.getOperator().getPasswordChangeRequired());
        assertTrue(client.whoAmI(session).getPasswordChangeRequired());
        assertEquals("PASSWORD_CHANGE_REQUIRED", list(session));
        assertEquals(
                Status.Code.PERMISSION_DENIED,
                Calls.statusOf(
                        () ->
                                client.create(
                                        session.getAccessToken(),
                                        "bert",
                                        io.weighbridge.proto.v1.Role.ROLE_ADMIN)));
        // A second factor of whoever came first would lock the owner out.
        assertEquals(
                "PASSWORD_CHANGE_REQUIRED",
                Calls.codeOf(
                        () ->
                                client.as(session)
                                        .enrolTotp(
                                                EnrolTotpRequest.newBuilder()
                                                        .setPassword(anna.getPassword())
                                                        .build())));
        Session renewed = client.refresh(session.getRefreshToken());
        assertEquals("PASSWORD_CHANGE_REQUIRED", list(renewed));
        Operator changed = change(renewed, anna.getPassword(), OWN);
        assertFalse(changed.getPasswordChangeRequired());
        assertEquals("ok", list(renewed));
        assertEquals("ok", list(client.login("anna", OWN)));
    }

    @Test
    void leavingIsAllowedAndAnotherLoginIsNoWayAround() {
        Session session = client.login("anna", anna.getPassword());
        client.as(session).logout(LogoutRequest.getDefaultInstance());
        stop();
        open();
        Session again = client.login("anna", anna.getPassword());
        assertEquals("PASSWORD_CHANGE_REQUIRED", list(again));
        // The same one is no change.
        assertEquals(
                "INVALID_FIELD",
                Calls.codeOf(() -> change(again, anna.getPassword(), anna.getPassword())));
        assertEquals("PASSWORD_CHANGE_REQUIRED", list(again));
        assertEquals("LOGIN_FAILED", Calls.codeOf(() -> change(again, "a wrong password", OWN)));
        assertEquals("PASSWORD_CHANGE_REQUIRED", list(again));
    }

    @Test
    void aResetPasswordIsAFirstOneAgain() {
        Session session = client.login("anna", anna.getPassword());
        Operator changed = change(session, anna.getPassword(), OWN);
        ResetPasswordReply reset =
                client.as(admin())
                        .resetPassword(
                                ResetPasswordRequest.newBuilder()
                                        .setOperator(changed.getId())
                                        .setVersion(changed.getVersion())
                                        .build());
        assertTrue(reset.getOperator().getPasswordChangeRequired());
        assertEquals("UNAUTHENTICATED", list(session));
        Session second = client.login("anna", reset.getPassword());
        assertEquals("PASSWORD_CHANGE_REQUIRED", list(second));
        change(second, reset.getPassword(), "another password of my own");
        stop();
        open();
        assertEquals("ok", list(second));
    }

    @Test
    void anotherRoleOrNameIsNoWayAround() {
        Session session = client.login("anna", anna.getPassword());
        client.update(
                admin(), anna.getOperator(), io.weighbridge.proto.v1.Role.ROLE_FINANCE, false);
        assertEquals("PASSWORD_CHANGE_REQUIRED", list(session));
        assertTrue(client.whoAmI(session).getPasswordChangeRequired());
    }
}
