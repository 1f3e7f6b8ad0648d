package io.weighbridge.benchmarks.load;

import io.weighbridge.backend.StorePassword;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A [ServerMain] with a data directory of its own, which goes with it.
public final class ServerProcess implements AutoCloseable {
    private final Path directory;
    private final Process process;
    private final BufferedReader out;
    private final PrintStream in;
    private final int port;
    private final int echoPort;
    private final int gatewayPort;
    private final int payPort;
    private final int envoyPort;
    private final int echoProcessorPort;
    private final String proxySecret;
    private final String adminToken;
    private final List<String> keys = new ArrayList<>();

    /// @param under where the data directory is made: its disk is what is measured
    ServerProcess(Path under, int accounts) throws IOException {
        this(under, accounts, Map.of(), "", "");
    }

    /// @param store URL and password of a PostgreSQL store; empty for the data directory's own
    ServerProcess(Path under, int accounts, Map<String, String> store) throws IOException {
        this(under, accounts, store, "", "");
    }

    /// One with a gateway before a model server.
    public static ServerProcess withGateway(Path under, int accounts, String upstream)
            throws IOException {
        return new ServerProcess(under, accounts, Map.of(), upstream, "");
    }

    /// One that sells credit by card.
    ///
    /// @param webhookSecret that Stripe signs with
    public static ServerProcess withPayments(Path under, int accounts, String webhookSecret)
            throws IOException {
        return new ServerProcess(under, accounts, Map.of(), "", webhookSecret);
    }

    private ServerProcess(
            Path under,
            int accounts,
            Map<String, String> store,
            String upstream,
            String webhookSecret)
            throws IOException {
        Files.createDirectories(under);
        directory = Files.createTempDirectory(under, "server");
        ProcessBuilder builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xms2g",
                                "-Xmx4g",
                                System.getProperty("gc", "-XX:+UseG1GC"),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ServerMain.class.getName(),
                                directory.toString(),
                                Integer.toString(accounts),
                                String.join("", store.keySet()),
                                upstream,
                                webhookSecret)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        store.values()
                .forEach(password -> builder.environment().put(StorePassword.VARIABLE, password));
        process = builder.start();
        out = process.inputReader(StandardCharsets.US_ASCII);
        in = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        port = Integer.parseInt(line());
        gatewayPort = Integer.parseInt(line());
        payPort = Integer.parseInt(line());
        envoyPort = Integer.parseInt(line());
        echoProcessorPort = Integer.parseInt(line());
        echoPort = Integer.parseInt(line());
        proxySecret = line();
        adminToken = line();
        for (String key = line(); !key.equals("ready"); key = line()) {
            keys.add(key);
        }
    }

    private String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the server ended");
        }
        return line;
    }

    /// Ports for a load of so many connections.
    static List<Integer> connections(int port, int connections) {
        return Collections.nCopies(connections, port);
    }

    int port() {
        return port;
    }

    int echoPort() {
        return echoPort;
    }

    /// Where its gateway listens, 0 without one.
    public int gatewayPort() {
        return gatewayPort;
    }

    /// Where Envoy asks, 0 without a gateway.
    public int envoyPort() {
        return envoyPort;
    }

    /// Where Envoy asks in vain: each message is answered, and nothing is done.
    public int echoProcessorPort() {
        return echoProcessorPort;
    }

    /// Where it takes webhooks, 0 when it sells nothing.
    public int payPort() {
        return payPort;
    }

    /// The processor time that it has used, in nanoseconds.
    public long cpuNanos() {
        return process.toHandle().info().totalCpuDuration().orElseThrow().toNanos();
    }

    /// Its data directory.
    public Path directory() {
        return directory;
    }

    /// What the gate's callers show.
    public String proxySecret() {
        return proxySecret;
    }

    /// What administrators show, for some minutes.
    String adminToken() {
        return adminToken;
    }

    /// API keys, one of each account.
    public List<String> keys() {
        return keys;
    }

    /// Drops every open hold, and does what [#rest] does.
    void release() throws IOException {
        in.println(ServerMain.RELEASE);
        line();
    }

    /// Ends each call a second after it was made, until the next [#release].
    void endCalls() throws IOException {
        in.println(ServerMain.END_CALLS);
        line();
    }

    /// Lets SQL catch up and collects garbage, so that a measurement does not pay for what was done
    /// before it.
    ///
    /// @return bytes of heap that are in use then
    public long rest() throws IOException {
        in.println("rest");
        return Long.parseLong(line());
    }

    @Override
    public void close() throws IOException {
        in.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
