package io.weighbridge.backend.operators;

import io.weighbridge.backend.testkit.oidc.TestProvider;
import io.weighbridge.proto.v1.FinishOidcLoginRequest;
import io.weighbridge.proto.v1.Session;
import io.weighbridge.proto.v1.StartOidcLoginReply;
import io.weighbridge.proto.v1.StartOidcLoginRequest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/// Logins through a provider in short form: the program and the browser in one.
record OidcClient(OperatorClient client) {
    static final String REDIRECT = "http://127.0.0.1:50000/login";

    StartOidcLoginReply start() {
        return client.bare()
                .startOidcLogin(
                        StartOidcLoginRequest.newBuilder().setRedirectUri(REDIRECT).build());
    }

    /// What the browser is sent back with, which nobody listens for.
    static Map<String, String> visit(String url) {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    browser.send(
                            HttpRequest.newBuilder(URI.create(url)).build(),
                            HttpResponse.BodyHandlers.ofString());
            String location = answer.headers().firstValue("Location").orElseThrow();
            if (!location.startsWith(REDIRECT + "?")) {
                throw new AssertionError(location);
            }
            return TestProvider.form(location.substring(REDIRECT.length() + 1));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Session finish(String loginId, String code, String state) {
        return client.bare().finishOidcLogin(finishing(loginId, code, state));
    }

    static FinishOidcLoginRequest finishing(String loginId, String code, String state) {
        return FinishOidcLoginRequest.newBuilder()
                .setLoginId(loginId)
                .setCode(code)
                .setState(state)
                .build();
    }

    /// The whole of it.
    Session login() {
        StartOidcLoginReply begun = start();
        Map<String, String> back = visit(begun.getAuthorizationUrl());
        return finish(
                begun.getLoginId(), back.getOrDefault("code", ""), back.getOrDefault("state", ""));
    }
}
