package io.weighbridge.backend;

import io.weighbridge.backend.operators.oidc.ProviderAddress;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.config.SettingType;
import io.weighbridge.backend.platform.config.SettingValues;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.net.IpNetwork;
import io.weighbridge.backend.proxies.subjects.SubjectRule;
import io.weighbridge.backend.proxies.subjects.SubjectSettings;
import io.weighbridge.backend.proxies.subjects.TokenSettings;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The settings of who calls are for, a part of [ConfigTable].
public final class SubjectTable {
    // What HMAC with SHA-256 wants.
    private static final int SECRET_BYTES_LEAST = 32;
    private static final int NAME_LENGTH_MAX = 200;

    /// Where a subject may stand.
    public static final Setting<List<SubjectRule>> FROM =
            Setting.of(
                    "subjects.from",
                    new SettingType<>(
                            SubjectRule.EXPECTED,
                            SettingType.Form.TEXT,
                            (text, _) -> SubjectRule.parse(text)),
                    "field:user",
                    "",
                    "Where a call's subject stands; the first that is there counts. field:user is"
                            + " what the client itself says in the request.");

    /// Whose headers are believed.
    public static final Setting<List<IpNetwork>> BELIEVED_FROM =
            Setting.of(
                    "subjects.believed_from",
                    SharedSettings.networks(),
                    "127.0.0.1 ::1",
                    "",
                    "Clients whose headers in subjects.from are believed: only such as write them"
                            + " themselves for all their users.");

    /// What becomes of what is of no use.
    public static final Setting<String> UNUSABLE =
            Setting.of(
                    "subjects.unusable",
                    SettingType.choice("refuse", "ignore"),
                    "refuse",
                    "",
                    "What becomes of a call whose believed header or signed token is of no use: it"
                            + " is answered 400, or the next in subjects.from is looked at.");

    /// What tokens are signed with.
    public static final Setting<Optional<Path>> SECRET_FILE =
            Setting.of(
                    "subjects.jwt_secret_file",
                    SettingType.optionalFile(),
                    "",
                    "",
                    "The secret of tokens that are signed by HS256: this file's first line, at"
                            + " least 32 bytes.");

    /// Public keys.
    public static final Setting<Optional<Path>> KEYS_FILE =
            Setting.of(
                    "subjects.jwks_file",
                    SettingType.optionalFile(),
                    "",
                    "",
                    "Public keys of tokens that are signed otherwise: a JWK set.");

    /// Where they are told.
    public static final Setting<String> KEYS_URL =
            Setting.of(
                    "subjects.jwks_url",
                    SettingType.text(
                            "an https URL without query, http on this machine, or empty for none",
                            text -> text.isEmpty() || ProviderAddress.isIssuer(text)),
                    "",
                    "",
                    "Where such keys are told; asked every five minutes, and when one is missing.");

    /// Who signs.
    public static final Setting<String> ISSUER =
            Setting.of(
                    "subjects.jwt_issuer",
                    name(),
                    "",
                    "",
                    "The issuer (iss) that a token must name; empty for any.");

    /// For whom.
    public static final Setting<String> AUDIENCE =
            Setting.of(
                    "subjects.jwt_audience",
                    name(),
                    "",
                    "",
                    "The audience (aud) that a token must have; empty: it must have none.");

    /// All of these, in the order in which people read them.
    static final List<Setting<?>> ALL =
            List.of(
                    FROM,
                    BELIEVED_FROM,
                    UNUSABLE,
                    SECRET_FILE,
                    KEYS_FILE,
                    KEYS_URL,
                    ISSUER,
                    AUDIENCE);

    private SubjectTable() {}

    private static SettingType<String> name() {
        return SettingType.text(
                "at most " + NAME_LENGTH_MAX + " characters",
                text -> text.length() <= NAME_LENGTH_MAX);
    }

    /// What is wrong with them together.
    static List<String> problems(SettingValues values) {
        boolean wantsTokens =
                values.get(FROM).stream().anyMatch(SubjectRule.Token.class::isInstance);
        boolean hasKeys =
                values.get(SECRET_FILE).isPresent()
                        || values.get(KEYS_FILE).isPresent()
                        || !values.get(KEYS_URL).isEmpty();
        return wantsTokens && !hasKeys
                ? List.of(
                        values.problem(
                                FROM,
                                "subjects.jwt_secret_file, jwks_file or jwks_url beside jwt:"))
                : List.of();
    }

    /// What they say.
    ///
    /// @throws Fault INVALID_FIELD when the file with the secret is of no use
    static SubjectSettings read(Config config) {
        String url = config.get(KEYS_URL);
        return new SubjectSettings(
                config.get(FROM),
                config.get(BELIEVED_FROM),
                config.get(UNUSABLE).equals("refuse"),
                new TokenSettings(
                        secret(config.get(SECRET_FILE).orElse(null)),
                        config.get(KEYS_FILE).orElse(null),
                        url.isEmpty() ? null : URI.create(url),
                        config.get(ISSUER),
                        config.get(AUDIENCE)));
    }

    private static @Nullable String secret(@Nullable Path file) {
        String secret = GivenSecret.find(null, SECRET_FILE.name(), file);
        if (secret != null && secret.getBytes(StandardCharsets.UTF_8).length < SECRET_BYTES_LEAST) {
            throw Fault.invalid(
                    SECRET_FILE.name(),
                    "a shorter secret",
                    "a file whose first line has at least " + SECRET_BYTES_LEAST + " bytes");
        }
        return secret;
    }
}
