package io.weighbridge.backend;

import io.weighbridge.backend.alerts.AlertSettings;
import io.weighbridge.backend.operators.PasswordCost;
import io.weighbridge.backend.operators.oidc.OidcSettings;
import io.weighbridge.backend.payments.OrderTerms;
import io.weighbridge.backend.payments.autotopup.AutoTopUpSettings;
import io.weighbridge.backend.payments.btcpay.BtcpaySettings;
import io.weighbridge.backend.payments.reconcile.ReconciliationSettings;
import io.weighbridge.backend.payments.stripe.StripeSettings;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.config.SettingReader;
import io.weighbridge.backend.platform.config.SettingValues;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.ProxyCertificates;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.platform.tls.TlsFiles;
import io.weighbridge.backend.proxies.envoy.EnvoySettings;
import io.weighbridge.backend.proxies.openai.GatewaySettings;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The settings of a service, right each and together. [ConfigTable] is the list of them.
public final class Config {
    /// Port when nothing else is said.
    public static final int PORT_DEFAULT = Integer.parseInt(ConfigTable.LISTEN_PORT.byDefault());

    private final SettingValues values;
    private final PasswordCost passwordCost;

    /// @throws Fault INVALID_FIELD when settings do not go together
    Config(SettingValues values) {
        this(values, PasswordCost.RECOMMENDED);
    }

    private Config(SettingValues values, PasswordCost passwordCost) {
        this.values = values;
        this.passwordCost = passwordCost;
        SettingReader.requireNone(problems(values));
    }

    /// Defaults for a data directory.
    public static Config of(Path dataDirectory) {
        return new Config(SettingValues.defaults(ConfigTable.TABLE, Path.of("")))
                .with(ConfigTable.DATA_DIRECTORY, dataDirectory.toString());
    }

    /// The same with another value for one setting.
    ///
    /// @param text written as in the environment
    /// @throws Fault INVALID_FIELD
    public Config with(Setting<?> setting, String text) {
        return new Config(values.with(setting, text), passwordCost);
    }

    /// The same on another port, for a service inside another program: without HTTP.
    ///
    /// @param port 0 for any free one
    public Config withPort(int port) {
        return with(ConfigTable.LISTEN_PORT, Integer.toString(port))
                .with(ConfigTable.HTTP_ENABLED, "false");
    }

    /// The same for tests: hashes of passwords cost next to nothing. No setting does that.
    public Config withWeakPasswords() {
        return new Config(values, PasswordCost.NONE);
    }

    /// What hashes of passwords cost.
    PasswordCost passwordCost() {
        return passwordCost;
    }

    /// The same with another store.
    public Config withStore(StoreAddress store) {
        return switch (store) {
            case StoreAddress.Embedded embedded ->
                    with(ConfigTable.STORE_URL, "")
                            .with(ConfigTable.DATA_DIRECTORY, embedded.directory().toString());
            case PostgresAddress postgres ->
                    with(ConfigTable.STORE_URL, postgres.url())
                            .with(ConfigTable.STORE_PASSWORD, text(postgres.password()));
        };
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /// What is wrong with settings that are right each but not together.
    static List<String> problems(SettingValues values) {
        List<String> problems = new ArrayList<>();
        boolean hasCertificate = values.get(ConfigTable.TLS_CERTIFICATE).isPresent();
        if (!isLoopback(values.get(ConfigTable.LISTEN_HOST))
                && !hasCertificate
                && !values.get(ConfigTable.LISTEN_PLAINTEXT)) {
            problems.add(
                    values.problem(
                            ConfigTable.LISTEN_HOST,
                            "a loopback address (127.0.0.1, ::1) without TLS; tls.certificate and"
                                    + " tls.key, or listen.plaintext = true, allow others"));
        }
        if (hasCertificate != values.get(ConfigTable.TLS_KEY).isPresent()) {
            problems.add(
                    hasCertificate
                            ? values.problem(ConfigTable.TLS_CERTIFICATE, "tls.key beside it")
                            : values.problem(ConfigTable.TLS_KEY, "tls.certificate beside it"));
        }
        problems.addAll(
                SharedSettings.problems(
                        values,
                        true,
                        ConfigTable.HTTP_HOST,
                        ConfigTable.HTTP_TLS,
                        ConfigTable.HTTP_PLAINTEXT,
                        hasCertificate));
        boolean hasClientCa = values.get(ConfigTable.TLS_CLIENT_CA).isPresent();
        if (hasClientCa && !hasCertificate) {
            problems.add(
                    values.problem(
                            ConfigTable.TLS_CLIENT_CA, "empty unless tls.certificate is set"));
        }
        if (!hasClientCa && values.get(ConfigTable.TLS_MATCH_PROXY)) {
            problems.add(
                    values.problem(
                            ConfigTable.TLS_MATCH_PROXY, "false unless tls.client_ca is set"));
        }
        if (values.get(ConfigTable.STORE_URL).isEmpty()
                && values.get(ConfigTable.STORE_PASSWORD_FILE).isPresent()) {
            problems.add(
                    values.problem(
                            ConfigTable.STORE_PASSWORD_FILE, "empty unless store.url is set"));
        }
        problems.addAll(OidcTable.problems(values));
        problems.addAll(GatewayTable.problems(values, hasCertificate));
        problems.addAll(EnvoyTable.problems(values, hasCertificate, hasClientCa));
        problems.addAll(ForwardAuthTable.problems(values, hasCertificate));
        problems.addAll(EventsTable.problems(values, hasCertificate, hasClientCa));
        problems.addAll(SubjectTable.problems(values));
        problems.addAll(AlertTable.problems(values));
        problems.addAll(PaymentTable.problems(values));
        problems.addAll(PayPageTable.problems(values, hasCertificate));
        problems.addAll(BtcpayTable.problems(values));
        return problems;
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
    }

    /// The value of any setting.
    public <T> T get(Setting<T> setting) {
        return values.get(setting);
    }

    /// Where the store, the journal and the secrets are.
    public Path dataDirectory() {
        return get(ConfigTable.DATA_DIRECTORY);
    }

    /// Where the store is: in the data directory, or a PostgreSQL database.
    ///
    /// @throws Fault INVALID_FIELD when the file with the password cannot be read
    public StoreAddress store() {
        String url = get(ConfigTable.STORE_URL);
        return url.isEmpty()
                ? new StoreAddress.Embedded(dataDirectory())
                : PostgresAddress.parse(
                        ConfigTable.STORE_URL.name(),
                        url,
                        StorePassword.find(
                                get(ConfigTable.STORE_PASSWORD),
                                get(ConfigTable.STORE_PASSWORD_FILE).orElse(null)));
    }

    /// The address to listen on.
    public String listenHost() {
        return get(ConfigTable.LISTEN_HOST);
    }

    /// The port to listen on; 0 for any free one.
    public int listenPort() {
        return get(ConfigTable.LISTEN_PORT);
    }

    /// Threads that serve the gate.
    public int eventLoops() {
        int loops = get(ConfigTable.LISTEN_EVENT_LOOPS);
        return loops == 0 ? eventLoopsDefault() : loops;
    }

    // One for every two processors: the others are for the ledger, SQL and the kernel's part.
    private static int eventLoopsDefault() {
        return Math.clamp(
                Runtime.getRuntime().availableProcessors() / 2, 1, ConfigTable.EVENT_LOOPS_MAX);
    }

    /// The files of TLS; empty for plaintext.
    Optional<TlsFiles> tlsFiles() {
        return get(ConfigTable.TLS_CERTIFICATE)
                .flatMap(
                        certificate ->
                                get(ConfigTable.TLS_KEY)
                                        .map(
                                                key ->
                                                        new TlsFiles(
                                                                certificate,
                                                                key,
                                                                get(ConfigTable.TLS_CLIENT_CA))));
    }

    /// What proxies must show beside their credential.
    ProxyCertificates proxyCertificates() {
        if (get(ConfigTable.TLS_CLIENT_CA).isEmpty()) {
            return ProxyCertificates.NONE;
        }
        return get(ConfigTable.TLS_MATCH_PROXY) ? ProxyCertificates.OWN : ProxyCertificates.ANY;
    }

    /// The OpenID provider; empty for none.
    ///
    /// @throws Fault INVALID_FIELD when the file with the secret cannot be read
    Optional<OidcSettings> oidc() {
        return OidcTable.read(values);
    }

    /// How alerts are sent.
    ///
    /// @throws Fault INVALID_FIELD when the file with the password cannot be read
    AlertSettings alerts() {
        return AlertTable.read(values);
    }

    /// The own gateway; empty for none.
    ///
    /// @throws Fault INVALID_FIELD when the file with the model server's key cannot be read
    Optional<GatewaySettings> gateway() {
        return GatewayTable.read(values);
    }

    /// The names of the providers that accounts may have keys of their own for.
    ///
    /// @throws Fault INVALID_FIELD when a file that the settings name is wrong
    Set<String> providers() {
        return gateway().map(settings -> settings.models().providers().keySet()).orElse(Set.of());
    }

    /// What Envoy asks; empty when it may not.
    Optional<EnvoySettings> envoy() {
        return EnvoyTable.read(values);
    }

    /// Cards through Stripe; empty for none.
    ///
    /// @throws Fault INVALID_FIELD when a secret is missing, too short or of the other mode
    public Optional<StripeSettings> stripe() {
        return StripeTable.read(this);
    }

    /// Bitcoin through BTCPay; empty for none.
    ///
    /// @throws Fault INVALID_FIELD when a secret is too short, or its file unreadable
    public Optional<BtcpaySettings> btcpay() {
        return BtcpayTable.read(this);
    }

    /// How new API keys begin.
    public String keyPrefix() {
        return get(ConfigTable.KEYS_PREFIX);
    }

    /// What new API keys say after it.
    public String keyEnvironment() {
        return get(ConfigTable.KEYS_ENVIRONMENT);
    }

    /// ISO 4217 code of the billing currency.
    public String currency() {
        return get(ConfigTable.CURRENCY);
    }

    /// What orders for credit may be for.
    OrderTerms orderTerms() {
        return PaymentTable.terms(values);
    }

    /// When and what of payments is compared by itself.
    ReconciliationSettings reconciliation() {
        return PaymentTable.reconciliation(values);
    }

    /// Whether and when accounts are topped up by themselves.
    AutoTopUpSettings autoTopUp() {
        return PaymentTable.autoTopUp(values);
    }

    /// Our page about the order that a token names.
    URI orderPage(String token) {
        return URI.create(get(PaymentTable.PUBLIC_URL) + "/pay/" + token);
    }

    /// Free disk space below which no new call is admitted; 0 for no minimum.
    int minFreeMib() {
        return get(ConfigTable.MIN_FREE_MIB);
    }

    /// How many days usage records are kept at least; 0 for ever.
    int usageRecordsDays() {
        return get(ConfigTable.USAGE_RECORDS_DAYS);
    }

    /// Keys of tags that usage is summed by.
    List<String> tagKeys() {
        return get(ConfigTable.USAGE_TAG_KEYS);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Config config && config.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "Config" + values;
    }
}
