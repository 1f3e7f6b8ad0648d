package io.weighbridge.backend.platform.tls;

import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// A server's certificate and whom it trusts. What the files hold later is for new connections;
/// those that are open go on. Files that cannot be used change nothing, and are said once.
///
/// Reading is one at a time (this object's monitor); connections take what is there without a lock.
public final class ServerTls {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

    private final TlsFiles files;
    private final TimeSource time;
    private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    private final Optional<AdvancedTlsX509TrustManager> trust;
    // Guarded by this.
    private String seen = "";
    private volatile TlsStatus status = new TlsStatus(0, 0, 0, "not read yet");

    private ServerTls(TlsFiles files, TimeSource time) {
        this.files = files;
        this.time = time;
        this.trust = files.clientCa().map(_ -> newTrust());
    }

    private static AdvancedTlsX509TrustManager newTrust() {
        try {
            return AdvancedTlsX509TrustManager.newBuilder()
                    // A client has no host name that could be looked at.
                    .setVerification(
                            AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
                    .build();
        } catch (GeneralSecurityException e) {
            throw Fault.internal("TLS is not to be had", e);
        }
    }

    /// Reads the files.
    ///
    /// @throws Fault INVALID_FIELD when they cannot be used
    public static ServerTls open(TlsFiles files, TimeSource time) {
        ServerTls tls = new ServerTls(files, time);
        synchronized (tls) {
            tls.seen = tls.fingerprint();
            tls.use();
        }
        return tls;
    }

    private void use() {
        long nowMs = time.wallMs();
        TlsIdentity identity =
                PemFiles.identity(
                        TlsFiles.CERTIFICATE,
                        files.certificate(),
                        TlsFiles.KEY,
                        files.key(),
                        nowMs);
        Optional<X509Certificate[]> authorities =
                files.clientCa()
                        .map(ca -> PemFiles.certificates(TlsFiles.CLIENT_CA, ca))
                        .map(list -> list.toArray(X509Certificate[]::new));
        try {
            if (trust.isPresent() && authorities.isPresent()) {
                trust.get().updateTrustCredentials(authorities.get());
            }
            keys.updateIdentityCredentials(identity.array(), identity.key());
        } catch (IOException | GeneralSecurityException e) {
            throw Fault.internal("the certificates cannot be used: " + e.getMessage(), e);
        }
        status = new TlsStatus(identity.expiresAtMs(), nowMs, status.failures(), "");
    }

    /// Reads the files again if they hold something else than before.
    public synchronized void reload() {
        String now = fingerprint();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            use();
            LOG.info(
                    "New certificate in use, valid until {}",
                    Instant.ofEpochMilli(status.expiresAtMs()));
        } catch (Fault fault) {
            TlsStatus old = status;
            status =
                    new TlsStatus(
                            old.expiresAtMs(),
                            old.loadedAtMs(),
                            old.failures() + 1,
                            fault.logText());
            LOG.error(
                    "The new certificate cannot be used, the old one stays (valid until {}): {}",
                    Instant.ofEpochMilli(old.expiresAtMs()),
                    fault.logText());
        }
    }

    // By what they hold: links and clocks may change without it, and it without them.
    private String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files.all()) {
                try {
                    digest.update(MessageDigest.getInstance("SHA-256").digest(bytes(file)));
                } catch (IOException e) {
                    digest.update((byte) 0);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw Fault.internal("no SHA-256", e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        return Files.size(file) > (1 << 20) ? new byte[0] : Files.readAllBytes(file);
    }

    /// How the certificate is.
    public TlsStatus status() {
        return status;
    }

    /// The keys for a server's TLS engine; always those of now.
    public KeyManager keyManager() {
        return keys;
    }

    /// Who vouches for clients; always those of now.
    public Optional<TrustManager> trustManager() {
        return trust.map(TrustManager.class::cast);
    }

    /// The same for a server that takes the JDK's form. It asks clients for nothing.
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw Fault.internal("TLS is not to be had", e);
        }
    }
}
