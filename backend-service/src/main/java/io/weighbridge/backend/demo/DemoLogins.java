package io.weighbridge.backend.demo;

import io.weighbridge.backend.Backend;
import io.weighbridge.backend.operators.proxies.ProxyCredential;
import io.weighbridge.backend.operators.proxies.ProxyCredentials;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.secrets.SecretFile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// The demo's own administrator, for who wants to look at it with `weighbridge call`, and the
/// credential of its proxy. Both are made at the first start and kept in the data directory, in
/// files for its owner only.
final class DemoLogins {
    static final String ADMIN = "demo";
    static final String PASSWORD_FILE = "demo-admin.password";
    static final String SECRET_FILE = "demo-proxy.token";

    private final Backend backend;
    private final Path secrets;

    DemoLogins(Backend backend, Path dataDirectory) {
        this.backend = backend;
        this.secrets = dataDirectory.resolve("secrets");
        if (!backend.operators().hasAdmin()) {
            write(PASSWORD_FILE, backend.operators().createFirst(ADMIN, null).password());
        }
    }

    private void write(String file, String secret) {
        SecretFile.write(
                secrets.resolve(file), (secret + '\n').getBytes(StandardCharsets.US_ASCII));
    }

    /// The secret of the proxy's credential.
    String proxySecret() {
        ProxyCredentials all = backend.proxies();
        Optional<ProxyCredential> earlier = all.inUse(DemoGrpc.PROXY);
        if (earlier.isPresent()) {
            Path file = secrets.resolve(SECRET_FILE);
            if (Files.exists(file)) {
                return read(file);
            }
            // Killed between the two.
            String secret = all.rotate(earlier.get().id(), 0).secret();
            write(SECRET_FILE, secret);
            return secret;
        }
        String secret = all.create(DemoGrpc.PROXY, true, Set.of(), 0).secret();
        write(SECRET_FILE, secret);
        return secret;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw Fault.storeUnavailable("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
