package io.weighbridge.console.client;

import io.weighbridge.model.login.LoopbackRedirect;
import io.weighbridge.proto.v1.FinishOidcLoginRequest;
import io.weighbridge.proto.v1.GetLoginMethodsRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Session;
import io.weighbridge.proto.v1.StartOidcLoginReply;
import io.weighbridge.proto.v1.StartOidcLoginRequest;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A login through the service's OpenID provider: the operator proves who they are in the system's
/// browser, and the provider sends the browser back to this machine.
public final class BrowserLogin {
    private final BackendClient client;
    private final Browser browser;

    public BrowserLogin(BackendClient client, Browser browser) {
        this.client = client;
        this.browser = browser;
    }

    /// Logs in; blocks until the operator is done in the browser, or the thread is interrupted. Who
    /// interrupts it can get a session all the same, and ends it then.
    ///
    /// @throws ClientException when there is no provider, it said no, or nothing came
    public Operator login() throws IOException {
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
            browser.opens().accept(begun.getAuthorizationUrl());
            return switch (redirect.await(begun.getState(), browser.atMost())) {
                case LoopbackRedirect.Result.Code(var code) ->
                        client.begin(
                                finish(
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
                                "Nothing came from the browser in time. Try again.");
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException("CANCELLED", "Cancelled.");
        }
    }

    // An interrupt would end the call, but not a session that the service has begun for it: the
    // answer is waited for, so that who cancelled can end that session.
    private Session finish(FinishOidcLoginRequest request) {
        try {
            return CompletableFuture.supplyAsync(
                            () -> client.operators().finishOidcLogin(request),
                            task -> {
                                var _ = Thread.startVirtualThread(task);
                            })
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
