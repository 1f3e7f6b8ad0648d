package io.weighbridge.console.client;

import io.weighbridge.model.login.LoopbackRedirect;
import io.weighbridge.proto.v1.FinishOidcLoginRequest;
import io.weighbridge.proto.v1.GetLoginMethodsRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.StartOidcLoginReply;
import io.weighbridge.proto.v1.StartOidcLoginRequest;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/// A login through the service's OpenID provider: the operator proves who they are in the system's
/// browser, and the provider sends the browser back to this machine.
public final class BrowserLogin {
    private static final Duration AT_MOST = Duration.ofMinutes(5);

    private final BackendClient client;
    private final Consumer<String> browser;

    /// @param browser shows an address to the operator
    public BrowserLogin(BackendClient client, Consumer<String> browser) {
        this.client = client;
        this.browser = browser;
    }

    /// Logs in; blocks until the operator is done in the browser.
    ///
    /// @throws ClientException when there is no provider, it said no, or nothing came
    public Operator login() throws IOException, InterruptedException {
        if (!client.operators()
                .getLoginMethods(GetLoginMethodsRequest.getDefaultInstance())
                .hasOidc()) {
            throw new ClientException(
                    "OIDC_NOT_CONFIGURED",
                    "This service has no provider for logins in the browser; use a password.");
        }
        try (LoopbackRedirect redirect = LoopbackRedirect.open()) {
            StartOidcLoginReply begun =
                    client.operators()
                            .startOidcLogin(
                                    StartOidcLoginRequest.newBuilder()
                                            .setRedirectUri(redirect.uri())
                                            .build());
            browser.accept(begun.getAuthorizationUrl());
            return switch (redirect.await(begun.getState(), AT_MOST)) {
                case LoopbackRedirect.Result.Code(var code) ->
                        client.begin(
                                client.operators()
                                        .finishOidcLogin(
                                                FinishOidcLoginRequest.newBuilder()
                                                        .setLoginId(begun.getLoginId())
                                                        .setCode(code)
                                                        .setState(begun.getState())
                                                        .build()));
                case LoopbackRedirect.Result.Refused(var error) ->
                        throw new ClientException(
                                "LOGIN_FAILED", "The provider did not let you in: " + error);
                case LoopbackRedirect.Result.TimedOut() ->
                        throw new ClientException(
                                "LOGIN_FAILED",
                                "Nothing came from the browser within five minutes.");
            };
        }
    }
}
