package io.weighbridge.backend.cli.client;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.tls.PemFiles;
import io.weighbridge.backend.platform.tls.TlsIdentity;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;

import javax.net.ssl.SSLException;

/// Where a running service is, and how to talk to it.
public final class AddressOption {
    private static final int PORT_MAX = 65_535;

    @Option(
            names = {"-a", "--address"},
            paramLabel = "HOST:PORT",
            description = "Where the service listens. Default: ${DEFAULT-VALUE}")
    private String address = "127.0.0.1:" + Config.PORT_DEFAULT;

    @Option(
            names = "--tls",
            description = "Talk over TLS to a service whose certificate this machine trusts.")
    private boolean tls;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Talk over TLS; who vouches for the service's certificate (PEM).")
    private @Nullable Path ca;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "Talk over TLS; the certificate to show to the service (PEM).")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "The key of --cert (PEM).")
    private @Nullable Path key;

    /// @throws ParameterException when it is none
    public Target checked(CommandLine command) {
        int colon = address.lastIndexOf(':');
        String port = address.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > PORT_MAX) {
            throw new ParameterException(
                    command, "--address: " + address + " (expected: HOST:PORT)");
        }
        boolean secure = tls || ca != null || certificate != null || key != null;
        try {
            return new Target(address, secure ? Optional.of(context(command)) : Optional.empty());
        } catch (Fault wrong) {
            throw new ParameterException(command, wrong.text(), wrong);
        }
    }

    private SslContext context(CommandLine command) {
        SslContextBuilder builder =
                GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
        if (ca != null) {
            builder.trustManager(PemFiles.certificates("--ca", ca).toArray(X509Certificate[]::new));
        }
        Path own = certificate;
        Path ownKey = key;
        if ((own == null) != (ownKey == null)) {
            throw new ParameterException(
                    command, "--cert and --key: only one (expected: both, or neither)");
        }
        if (own != null && ownKey != null) {
            TlsIdentity identity =
                    PemFiles.identity("--cert", own, "--key", ownKey, System.currentTimeMillis());
            builder.keyManager(identity.key(), identity.chain());
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw Fault.internal("TLS is not to be had: " + e.getMessage(), e);
        }
    }
}
