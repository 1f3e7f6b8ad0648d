package io.weighbridge.backend.cli.call;

import io.weighbridge.backend.cli.client.Identity;
import io.weighbridge.backend.cli.client.Target;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.login.LoopbackRedirect;
import io.weighbridge.proto.v1.FinishOidcLoginRequest;
import io.weighbridge.proto.v1.Session;
import io.weighbridge.proto.v1.StartOidcLoginReply;
import io.weighbridge.proto.v1.StartOidcLoginRequest;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// A login through the OpenID provider: this program listens, the person logs in in the browser.
final class BrowserLogin {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Target target;
    private final CommandLine command;
    private final boolean opening;

    /// @param opening whether to open the browser; the URL is printed in any case
    BrowserLogin(Target target, CommandLine command, boolean opening) {
        this.target = target;
        this.command = command;
        this.opening = opening;
    }

    /// @throws io.grpc.StatusRuntimeException when the service refuses it
    /// @throws Fault LOGIN_FAILED when nobody came back in time, or the provider said no
    Identity.Login login() throws InterruptedException {
        try (LoopbackRedirect redirect = LoopbackRedirect.open()) {
            StartOidcLoginReply begun =
                    Identity.ask(
                            target,
                            "",
                            stub ->
                                    stub.startOidcLogin(
                                            StartOidcLoginRequest.newBuilder()
                                                    .setRedirectUri(redirect.uri())
                                                    .build()));
            show(begun.getAuthorizationUrl());
            return switch (redirect.await(begun.getState(), PATIENCE)) {
                case LoopbackRedirect.Result.Code code ->
                        new Identity.Login(target, finish(begun, code.code()));
                case LoopbackRedirect.Result.Refused refused ->
                        throw failed(
                                "the provider refuses it: " + refused.error(), "a login there");
                case LoopbackRedirect.Result.TimedOut _ ->
                        throw failed(
                                "nothing came for " + PATIENCE.toMinutes() + " minutes",
                                "a login in the browser");
            };
        } catch (IOException e) {
            throw failed("no port to listen on: " + e.getMessage(), "one on 127.0.0.1");
        }
    }

    private static Fault failed(String what, String expected) {
        return Fault.of(ErrorCode.LOGIN_FAILED, "login: " + what + " (expected: " + expected + ")");
    }

    private Session finish(StartOidcLoginReply begun, String code) {
        return Identity.ask(
                target,
                "",
                stub ->
                        stub.finishOidcLogin(
                                FinishOidcLoginRequest.newBuilder()
                                        .setLoginId(begun.getLoginId())
                                        .setCode(code)
                                        .setState(begun.getState())
                                        .build()));
    }

    private void show(String url) {
        PrintWriter out = command.getOut();
        out.println("Log in with your browser on this machine:");
        out.println();
        out.println(url);
        out.println();
        out.flush();
        if (opening) {
            open(url);
        }
    }

    // Only what a browser is for is handed to the system; and when it has none, the person has the
    // URL.
    private static void open(String url) {
        String scheme = String.valueOf(URI.create(url).getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return;
        }
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        List<String> opener =
                system.contains("win")
                        ? List.of("rundll32", "url.dll,FileProtocolHandler", url)
                        : List.of(system.contains("mac") ? "open" : "xdg-open", url);
        try {
            new ProcessBuilder(opener)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return;
        }
    }
}
