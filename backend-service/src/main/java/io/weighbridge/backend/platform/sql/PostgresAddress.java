package io.weighbridge.backend.platform.sql;

import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A PostgreSQL database, as `postgresql://USER@HOST:PORT/DATABASE?sslmode=verify-full` says it.
/// Its text has no password.
///
/// @param host name or address
/// @param password null: none, or what the driver finds in the user's password file
/// @param options how the connection is encrypted; keys of [#OPTIONS]
public record PostgresAddress(
        String host,
        int port,
        String database,
        String user,
        @Nullable String password,
        Map<String, String> options)
        implements StoreAddress {
    private static final String SCHEME = "postgresql";
    private static final int PORT_DEFAULT = 5432;
    private static final String SSL_MODE = "sslmode";
    private static final Set<String> OPTIONS = Set.of(SSL_MODE, "sslrootcert", "sslcert", "sslkey");
    private static final String EXPECTED =
            "postgresql://USER@HOST:PORT/DATABASE, with sslmode, sslrootcert, sslcert or sslkey"
                    + " after a ?";

    public PostgresAddress {
        options = Map.copyOf(options);
    }

    /// Reads a URL.
    ///
    /// @param setting its name, for the fault's text
    /// @throws Fault INVALID_FIELD, which never shows a password
    public static PostgresAddress parse(String setting, String url, @Nullable String password) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw wrong(setting, "no URL");
        }
        String user = uri.getUserInfo();
        String path = uri.getPath();
        if (user != null && user.contains(":")) {
            // Command lines and settings files are read by many.
            throw Fault.invalid(
                    setting,
                    "with a password in it",
                    "the password in store.password_file or WEIGHBRIDGE_STORE_PASSWORD");
        }
        if (!SCHEME.equals(uri.getScheme()) || uri.getHost() == null || user == null) {
            throw wrong(setting, withoutQuery(url));
        }
        if (path == null || path.length() < 2 || path.indexOf('/', 1) >= 0) {
            throw wrong(setting, withoutQuery(url));
        }
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        return new PostgresAddress(
                host,
                uri.getPort() < 0 ? PORT_DEFAULT : uri.getPort(),
                path.substring(1),
                user,
                password,
                options(setting, uri.getRawQuery(), host));
    }

    private static String withoutQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    private static Fault wrong(String setting, String found) {
        return Fault.invalid(setting, found, EXPECTED);
    }

    private static Map<String, String> options(
            String setting, @Nullable String query, String host) {
        Map<String, String> options = new TreeMap<>();
        for (String part : query == null ? new String[0] : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            if (equals < 0 || !OPTIONS.contains(name)) {
                throw wrong(setting, "option " + name);
            }
            options.put(
                    name, URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
        }
        // Over a network nothing goes in clear, or to somebody else, unless the URL says so.
        options.putIfAbsent(SSL_MODE, isLoopback(host) ? "prefer" : "verify-full");
        return options;
    }

    // Asks no name server.
    private static boolean isLoopback(String host) {
        try {
            return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// The same server and user, another database.
    public PostgresAddress withDatabase(String other) {
        return new PostgresAddress(host, port, other, user, password, options);
    }

    /// What [#parse] reads as this, without the password.
    public String url() {
        String query =
                options.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(
                                option ->
                                        option.getKey()
                                                + '='
                                                + URLEncoder.encode(
                                                        option.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        try {
            URI plain = new URI(SCHEME, user, host, port, '/' + database, null, null);
            return query.isEmpty() ? plain.toString() : plain + "?" + query;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("an address that is no URL", e);
        }
    }

    String jdbcUrl() {
        String literal = host.contains(":") ? '[' + host + ']' : host;
        return "jdbc:postgresql://"
                + literal
                + ':'
                + port
                + '/'
                + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Properties properties() {
        Properties properties = new Properties();
        properties.putAll(options);
        properties.setProperty("user", user);
        if (password != null) {
            properties.setProperty("password", password);
        }
        return properties;
    }

    @Override
    public String toString() {
        return SCHEME + "://" + user + '@' + host + ':' + port + '/' + database;
    }
}
