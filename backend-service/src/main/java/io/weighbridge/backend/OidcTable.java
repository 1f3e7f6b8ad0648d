package io.weighbridge.backend;

import io.weighbridge.backend.operators.oidc.OidcSettings;
import io.weighbridge.backend.operators.oidc.ProviderAddress;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.config.SettingType;
import io.weighbridge.backend.platform.config.SettingValues;
import io.weighbridge.backend.platform.fault.Fault;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The settings of logins through an OpenID provider, a part of [ConfigTable].
public final class OidcTable {
    /// The OpenID provider.
    public static final Setting<String> ISSUER =
            Setting.of(
                    "oidc.issuer",
                    SettingType.text(
                            "an https URL without query, http on this machine, or empty for none",
                            text -> text.isEmpty() || ProviderAddress.isIssuer(text)),
                    "",
                    "",
                    "The OpenID provider that operators can log in through, as it names itself;"
                            + " empty: by password only.");

    /// Our name there.
    public static final Setting<String> CLIENT_ID =
            Setting.of(
                    "oidc.client_id",
                    SettingType.text("at most 200 characters", text -> text.length() <= 200),
                    "",
                    "",
                    "What the provider knows this installation as.");

    /// Our secret there.
    public static final Setting<String> CLIENT_SECRET =
            Setting.secret(
                    "oidc.client_secret",
                    SettingType.text("a text", _ -> true),
                    "",
                    "The client's secret at the provider, if it has one; meant for the"
                            + " environment.");

    /// The same in a file.
    public static final Setting<Optional<Path>> CLIENT_SECRET_FILE =
            Setting.of(
                    "oidc.client_secret_file",
                    SettingType.optionalFile(),
                    "",
                    "",
                    "Without oidc.client_secret: this file's first line is the secret.");

    /// What we ask to be told.
    public static final Setting<String> SCOPES =
            Setting.of(
                    "oidc.scopes",
                    SettingType.text(
                            "words with a space between them, openid among them",
                            OidcTable::areScopes),
                    "openid profile email",
                    "",
                    "What to ask the provider for, so that the ID token has the claim.");

    /// Who it is.
    public static final Setting<String> CLAIM =
            Setting.of(
                    "oidc.claim",
                    SettingType.text(
                            "1 to 100 printable characters without spaces",
                            text -> text.matches("[!-~]{1,100}")),
                    "email",
                    "",
                    "The claim of the ID token that says which operator it is. For email the"
                            + " provider must have verified the address.");

    /// What that must be of an operator.
    public static final Setting<String> MATCH =
            Setting.of(
                    "oidc.match",
                    SettingType.choice("name", "person"),
                    "name",
                    "",
                    "What of an operator the claim must be, without regard to case: the name, or"
                            + " the person where that has one enabled login.");

    /// What people read.
    public static final Setting<String> DISPLAY_TEXT =
            Setting.of(
                    "oidc.display_text",
                    SettingType.text(
                            "1 to 40 characters", text -> text.matches("\\P{Cntrl}{1,40}")),
                    "Single sign-on",
                    "",
                    "What the console writes on the button.");

    /// All of these, in the order in which people read them.
    static final List<Setting<?>> ALL =
            List.of(
                    ISSUER,
                    CLIENT_ID,
                    CLIENT_SECRET,
                    CLIENT_SECRET_FILE,
                    SCOPES,
                    CLAIM,
                    MATCH,
                    DISPLAY_TEXT);

    private OidcTable() {}

    private static boolean areScopes(String text) {
        return text.length() <= 200
                && text.matches("[!-~]+( [!-~]+)*")
                && List.of(text.split(" ")).contains("openid");
    }

    /// What is wrong with them together.
    static List<String> problems(SettingValues values) {
        boolean nameless = !values.get(ISSUER).isEmpty() && values.get(CLIENT_ID).isEmpty();
        return nameless ? List.of(values.problem(ISSUER, "oidc.client_id beside it")) : List.of();
    }

    /// What they say; empty for no provider.
    ///
    /// @throws Fault INVALID_FIELD when the file with the secret cannot be read
    static Optional<OidcSettings> read(SettingValues values) {
        String issuer = values.get(ISSUER);
        if (issuer.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new OidcSettings(
                        URI.create(issuer),
                        values.get(CLIENT_ID),
                        GivenSecret.find(
                                values.get(CLIENT_SECRET),
                                CLIENT_SECRET_FILE.name(),
                                values.get(CLIENT_SECRET_FILE).orElse(null)),
                        List.of(values.get(SCOPES).split(" ")),
                        values.get(CLAIM),
                        values.get(MATCH).equals("name")
                                ? OidcSettings.Match.NAME
                                : OidcSettings.Match.PERSON,
                        values.get(DISPLAY_TEXT)));
    }
}
