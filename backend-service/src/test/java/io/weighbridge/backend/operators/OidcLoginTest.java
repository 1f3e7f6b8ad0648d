package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.OidcTable;
import io.weighbridge.backend.operators.oidc.OidcFlow;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.oidc.TestProvider;
import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.GetLoginMethodsRequest;
import io.weighbridge.proto.v1.LoginMethods;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.Session;
import io.weighbridge.proto.v1.StartOidcLoginReply;
import io.weighbridge.proto.v1.StartOidcLoginRequest;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/// Logging in through an OpenID provider: who becomes which operator, and what keeps others out.
final class OidcLoginTest extends OidcFixture {
    @Test
    void whoIsVouchedForGetsASessionLikeAnyOther() {
        LoginMethods methods =
                client.bare().getLoginMethods(GetLoginMethodsRequest.getDefaultInstance());
        assertTrue(methods.getPassword());
        assertEquals("Single sign-on", methods.getOidc().getDisplayText());
        assertEquals(provider.issuer(), methods.getOidc().getIssuer());
        Session session = oidc.login();
        AuditEntry entry = newest();
        assertEquals("session.start", entry.getAction());
        assertEquals(ANNA, entry.getActorName());
        assertTrue(entry.getAfter().contains("\"begunBy\":\"PROVIDER\""), entry::getAfter);
        Operator who = client.whoAmI(session);
        assertEquals(ANNA, who.getName());
        assertEquals(who, session.getOperator());
        assertEquals(time.wallMs() + Sessions.SESSION_MS, session.getEndsAtMs());
        Session fresh = client.refresh(session.getRefreshToken());
        client.whoAmI(fresh);
        // The first password waits for a change, and hinders nobody who came another way.
        assertTrue(who.getPasswordChangeRequired());
        assertEquals("ok", Calls.outcome(() -> list(fresh.getAccessToken())));
        client.update(admin(), who, Role.ROLE_SUPPORT, true);
        assertEquals("UNAUTHENTICATED", Calls.codeOf(() -> client.whoAmI(fresh)));
    }

    private void list(String token) {
        var _ =
                io.weighbridge.proto.v1.PlansGrpc.newBlockingStub(channel)
                        .withInterceptors(
                                io.weighbridge.backend.platform.grpc.BearerToken.attaching(token))
                        .listPlans(io.weighbridge.proto.v1.ListPlansRequest.getDefaultInstance());
    }

    @Test
    void withoutAProviderThereIsNoSuchLogin() {
        reopen(_ -> Config.of(directory).withPort(0));
        assertFalse(
                client.bare()
                        .getLoginMethods(GetLoginMethodsRequest.getDefaultInstance())
                        .hasOidc());
        assertEquals("OIDC_NOT_CONFIGURED", outcome());
        assertEquals("OIDC_NOT_CONFIGURED", Calls.codeOf(() -> oidc.finish("a", "b", "c")));
    }

    @Test
    void whoIsNoOperatorOrADisabledOneIsRefused() {
        provider.person("nobody@example.org");
        assertRefused("\"claim\":\"nobody@example.org\",\"problem\":\"no such operator\"");
        assertEquals("", newest().getTarget());
        provider.person(ANNA.toUpperCase(java.util.Locale.ROOT));
        assertEquals("ok", outcome());
        Operator disabled = client.update(admin(), anna.getOperator(), Role.ROLE_SUPPORT, true);
        assertRefused("the operator is disabled");
        assertEquals(disabled.getId(), newest().getTarget());
    }

    @Test
    void lettersThatOnlyLookAlikeAreOtherPeople() {
        client.create(admin(), "kim@example.org", Role.ROLE_ADMIN);
        // The sign of Kelvin, whose small form is a plain k.
        assertEquals("kim", "\u212aim".toLowerCase(java.util.Locale.ROOT));
        for (String not :
                List.of("\u212aim@example.org", " kim@example.org", "", "k".repeat(101))) {
            says("email", not);
            assertRefused("printable ASCII");
        }
        says("email", List.of("kim@example.org"));
        assertRefused("no text as email");
        saysNothingOf("email");
        assertRefused("no text as email");
        provider.well();
        provider.person("Kim@example.org");
        assertEquals("ok", outcome());
    }

    @Test
    void aPersonIsFoundWhereItHasOneEnabledLogin() {
        reopen(
                config ->
                        config.with(OidcTable.CLAIM, "staff_number")
                                .with(OidcTable.MATCH, "person"));
        provider.person(Map.of("sub", "1", "staff_number", "S-77"));
        assertRefused("no such operator");
        var operators = test.backend().operators();
        var support =
                operators.create(
                        "a1", "", io.weighbridge.backend.platform.access.Role.SUPPORT, " s-77");
        assertEquals("a1", oidc.login().getOperator().getName());
        var admin =
                operators.create(
                        "a2", "", io.weighbridge.backend.platform.access.Role.ADMIN, "S-77");
        assertRefused("several operators are this person");
        operators.update(support.operator().id(), 1, "", support.operator().role(), true, null);
        assertEquals("a2", oidc.login().getOperator().getName());
        operators.update(admin.operator().id(), 1, "", admin.operator().role(), true, null);
        assertRefused("the operator is disabled");
        // Nobody is who is no person.
        provider.person(Map.of("sub", "1", "staff_number", ""));
        assertRefused("printable ASCII");
    }

    @Test
    void aLoginIsFinishedOnceByWhoBeganIt() {
        StartOidcLoginReply begun = oidc.start();
        Map<String, String> back = OidcClient.visit(begun.getAuthorizationUrl());
        String code = back.getOrDefault("code", "");
        String state = back.getOrDefault("state", "");
        assertEquals(begun.getState(), state);
        String id = begun.getLoginId();
        long entries = newest().getSequence();
        assertEquals("LOGIN_FAILED", Calls.codeOf(() -> oidc.finish("not-" + id, code, state)));
        // Whoever guesses ids fills no log.
        assertEquals(entries, newest().getSequence());
        oidc.finish(id, code, state);
        assertEquals("LOGIN_FAILED", Calls.codeOf(() -> oidc.finish(id, code, state)));
        // The same code for another login.
        StartOidcLoginReply other = oidc.start();
        assertEquals(
                "LOGIN_FAILED",
                Calls.codeOf(() -> oidc.finish(other.getLoginId(), code, other.getState())));
        assertTrue(newest().getAfter().contains("invalid_grant"), newest()::getAfter);
    }

    @Test
    void theCodeOfAnotherLoginIsWorthNothing() {
        StartOidcLoginReply mine = oidc.start();
        StartOidcLoginReply theirs = oidc.start();
        String theirCode = OidcClient.visit(theirs.getAuthorizationUrl()).getOrDefault("code", "");
        // The verifier is that of the login, so the provider refuses.
        assertEquals(
                "LOGIN_FAILED",
                Calls.codeOf(() -> oidc.finish(mine.getLoginId(), theirCode, mine.getState())));
        assertTrue(newest().getAfter().contains("invalid_grant"), newest()::getAfter);
    }

    @Test
    void anotherStateEndsTheLogin() {
        StartOidcLoginReply begun = oidc.start();
        String code = OidcClient.visit(begun.getAuthorizationUrl()).getOrDefault("code", "");
        int asked = provider.askedFor(TestProvider.TOKEN);
        String id = begun.getLoginId();
        assertEquals("LOGIN_FAILED", Calls.codeOf(() -> oidc.finish(id, code, "another")));
        assertTrue(newest().getAfter().contains("the state is not"), newest()::getAfter);
        assertEquals(asked, provider.askedFor(TestProvider.TOKEN));
        assertEquals("LOGIN_FAILED", Calls.codeOf(() -> oidc.finish(id, code, begun.getState())));
    }

    @Test
    void aLoginThatWasLeftIsForgotten() {
        StartOidcLoginReply begun = oidc.start();
        String code = OidcClient.visit(begun.getAuthorizationUrl()).getOrDefault("code", "");
        assertEquals(time.wallMs() + 600_000, begun.getExpiresAtMs());
        time.pass(600_000);
        assertEquals(
                "LOGIN_FAILED",
                Calls.codeOf(() -> oidc.finish(begun.getLoginId(), code, begun.getState())));
    }

    @Test
    void onlyThisMachineIsRedirectedTo() {
        for (String foreign :
                List.of(
                        "",
                        "http://127.0.0.1/login",
                        "http://127.0.0.1:0/login",
                        "http://127.0.0.1:65536/login",
                        "http://127.0.0.1:5000/other",
                        "http://127.0.0.1:5000/login?x=1",
                        "http://127.0.0.1:5000/login#x",
                        "https://127.0.0.1:5000/login",
                        "http://localhost:5000/login",
                        "http://127.0.0.1.evil.example:5000/login",
                        "http://127.0.0.1:5000@evil.example/login",
                        "http://evil.example:5000/login",
                        "http://127.0.0.2:5000/login",
                        "http://127.0.0.1:5000/login\n")) {
            assertEquals("INVALID_FIELD", startAt(foreign), foreign);
        }
        assertEquals("ok", startAt("http://127.0.0.1:5000/login"));
        assertEquals("ok", startAt("http://[::1]:65535/login"));
    }

    private String startAt(String redirect) {
        return Calls.outcome(
                () ->
                        client.bare()
                                .startOidcLogin(
                                        StartOidcLoginRequest.newBuilder()
                                                .setRedirectUri(redirect)
                                                .build()));
    }

    @Test
    void oneAddressBeginsSoManyAndNoMore() {
        for (int i = 0; i < OidcFlow.STARTS_AT_ONCE; i++) {
            assertNotEquals("", oidc.start().getLoginId());
        }
        assertEquals("TOO_MANY_ATTEMPTS", Calls.codeOf(() -> oidc.start()));
        time.pass(OidcFlow.START_REFILL_MS);
        assertEquals("ok", outcome());
        assertEquals("TOO_MANY_ATTEMPTS", Calls.codeOf(() -> oidc.start()));
        // It was described once for all of them.
        assertEquals(1, provider.askedFor(TestProvider.DISCOVERY));
    }
}
