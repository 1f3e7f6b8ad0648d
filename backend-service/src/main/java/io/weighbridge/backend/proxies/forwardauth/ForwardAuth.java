package io.weighbridge.backend.proxies.forwardauth;

import io.weighbridge.backend.gate.Admitting;
import io.weighbridge.backend.gate.Reply;
import io.weighbridge.backend.gate.Settling;
import io.weighbridge.backend.operators.proxies.CredentialTable;
import io.weighbridge.backend.platform.access.Authenticator;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.platform.tls.ServerTls;
import io.weighbridge.backend.services.Services;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/// The port for proxies that ask over HTTP, as a whole. Closed before the ledger.
public final class ForwardAuth implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardAuth.class);

    private final UsageReports reports;
    private final ForwardAuthHttp http;

    private ForwardAuth(UsageReports reports, ForwardAuthHttp http) {
        this.reports = reports;
        this.http = http;
    }

    /// Starts serving.
    ///
    /// @param tls empty for plaintext
    /// @throws Fault INVALID_FIELD when it cannot listen
    public static ForwardAuth start(
            ForwardAuthSettings settings,
            Optional<ServerTls> tls,
            Admitting admitting,
            Settling settling,
            CredentialTable credentials,
            Authenticator authenticator,
            Services services,
            TimeSource time) {
        UsageReports reports =
                new UsageReports(settings, authenticator, admitting, settling, services);
        return new ForwardAuth(
                reports,
                ForwardAuthHttp.start(
                        settings,
                        tls,
                        new Questions(settings, admitting, credentials, services, time),
                        reports,
                        time,
                        holdId -> drop(settling, holdId, settings.proxy())));
    }

    private static void drop(Settling settling, String holdId, String proxy) {
        settling.release(
                holdId,
                null,
                "the proxy was gone before the answer",
                proxy,
                new Reply<>() {
                    @Override
                    public void done(Boolean wasOpen) {
                        LOG.debug("the hold of an answer that could not be sent was dropped");
                    }

                    @Override
                    public void failed(Fault fault) {
                        LOG.warn("a hold will expire: {}", fault.logText());
                    }
                });
    }

    /// The port that it listens on.
    public int port() {
        return http.port();
    }

    /// Calls that another model served than they were held for, by their reports.
    public long otherModelCalls() {
        return reports.otherModelCount();
    }

    @Override
    public void close() {
        http.close();
    }
}
