package io.weighbridge.backend.proxies.forwardauth;

import io.weighbridge.backend.gate.admit.Admitting;
import io.weighbridge.backend.gate.settle.Settling;
import io.weighbridge.backend.operators.proxies.CredentialTable;
import io.weighbridge.backend.platform.access.Authenticator;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.platform.tls.ServerTls;
import io.weighbridge.backend.proxies.call.UnheardAnswer;
import io.weighbridge.backend.proxies.subjects.Subjects;
import io.weighbridge.backend.services.Services;

import java.util.Optional;

/// The port for proxies that ask over HTTP, as a whole. Closed before the ledger.
public final class ForwardAuth implements AutoCloseable {
    private final ForwardAuthHttp http;

    private ForwardAuth(ForwardAuthHttp http) {
        this.http = http;
    }

    /// Starts serving.
    ///
    /// @param tls empty for plaintext
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD when it cannot listen
    public static ForwardAuth start(
            ForwardAuthSettings settings,
            Optional<ServerTls> tls,
            Admitting admitting,
            Settling settling,
            CredentialTable credentials,
            Authenticator authenticator,
            Services services,
            Subjects subjects,
            TimeSource time) {
        UsageReports reports = new UsageReports(settings, authenticator, settling);
        return new ForwardAuth(
                ForwardAuthHttp.start(
                        settings,
                        tls,
                        new Questions(settings, admitting, credentials, services, subjects, time),
                        reports,
                        time,
                        holdId ->
                                UnheardAnswer.drop(
                                        settling,
                                        holdId,
                                        "the proxy was gone before the answer",
                                        settings.proxy())));
    }

    /// The port that it listens on.
    public int port() {
        return http.port();
    }

    @Override
    public void close() {
        http.close();
    }
}
