package io.weighbridge.backend.proxies.subjects;

import com.nimbusds.jose.jwk.JWKSet;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.Periodic;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// The public keys that tokens are verified by: those of a file, and those that a URL tells, asked
/// again now and then and when a token's key is not among them. Nobody waits for it: until the
/// first answer there are none, and what is known stays while the URL does not answer. Safe for
/// sharing.
final class TokenKeys implements AutoCloseable {
    /// How often the URL is asked at most.
    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int ROUNDS = 60;
    private static final Logger LOG = LoggerFactory.getLogger(TokenKeys.class);

    private final JWKSet ofFile;
    private final AtomicBoolean isWanted = new AtomicBoolean(true);
    private final @Nullable KeysHttp http;
    private @Nullable Periodic asking;
    private volatile JWKSet all;
    // Of the one thread that asks.
    private int rounds;

    private TokenKeys(JWKSet ofFile, @Nullable KeysHttp http) {
        this.ofFile = ofFile;
        this.all = ofFile;
        this.http = http;
    }

    /// @throws Fault INVALID_FIELD when the file is of no use
    static TokenKeys open(TokenSettings settings) {
        JWKSet ofFile = new JWKSet();
        if (settings.keysFile() != null) {
            ofFile = read(settings.keysFile());
        }
        TokenKeys keys =
                new TokenKeys(
                        ofFile,
                        settings.keysUrl() == null ? null : new KeysHttp(settings.keysUrl()));
        if (keys.http != null) {
            keys.ask();
            keys.asking = Periodic.start("subject-keys", PAUSE, keys::ask);
        }
        return keys;
    }

    private static JWKSet read(Path file) {
        try {
            return JWKSet.parse(Files.readString(file)).toPublicJWKSet();
        } catch (IOException | ParseException e) {
            throw Fault.invalid("subjects.jwks_file", file, "a readable JWK set");
        }
    }

    /// Those that are known.
    JWKSet now() {
        return all;
    }

    /// One was missing.
    void askSoon() {
        isWanted.set(true);
    }

    private void ask() {
        boolean isTime = ++rounds % ROUNDS == 0;
        if (http == null || (!isWanted.getAndSet(false) && !isTime)) {
            return;
        }
        try {
            var keys = new ArrayList<>(ofFile.getKeys());
            keys.addAll(JWKSet.parse(http.get()).toPublicJWKSet().getKeys());
            all = new JWKSet(keys);
        } catch (IOException | ParseException e) {
            isWanted.set(true);
            LOG.warn("the keys of subjects' tokens are not told: {}", e.toString());
        }
    }

    @Override
    public void close() {
        if (asking != null) {
            asking.close();
        }
    }
}
