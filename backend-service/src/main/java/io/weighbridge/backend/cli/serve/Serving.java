package io.weighbridge.backend.cli.serve;

import io.weighbridge.backend.Backend;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.EnvoyTable;
import io.weighbridge.backend.EventsTable;
import io.weighbridge.backend.ForwardAuthTable;
import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.PayPageTable;
import io.weighbridge.backend.PaymentTable;
import io.weighbridge.backend.ProxyServers;
import io.weighbridge.backend.cli.option.Version;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.log.Logging;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.platform.time.SystemTime;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/// Runs the service until the process is told to stop, and says where it listens.
final class Serving {
    private final Config config;
    private final PrintWriter out;
    private volatile boolean failed;

    private Serving(Config config, PrintWriter out) {
        this.config = config;
        this.out = out;
    }

    /// Does not return: the process ends at the end of the stop.
    static void run(Config config, PrintWriter out) throws InterruptedException {
        new Serving(config, out).run();
    }

    private void run() throws InterruptedException {
        Logging.start(config.get(ConfigTable.LOG_FORMAT).equals("json"));
        Backend backend = Backend.start(config, new SystemTime());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(backend), "stop"));
        say(
                "Weighbridge "
                        + Version.text()
                        + " is ready: listening on "
                        + address(config.listenHost(), backend.port())
                        + ", data in "
                        + config.dataDirectory()
                        + (isEmbedded() ? "" : ", store in " + config.store()));
        try {
            sayAll(backend);
        } catch (RuntimeException e) {
            failed = true;
            throw e;
        }
        // The hook ends the process.
        new CountDownLatch(1).await();
    }

    private void sayAll(Backend backend) {
        sayUrl(
                "Health and metrics",
                backend.httpPort(),
                ConfigTable.HTTP_TLS,
                ConfigTable.HTTP_HOST,
                "/readyz and /metrics");
        sayGateway(backend);
        sayProxies(backend.proxyServers());
        sayPages(backend);
        if (!backend.operators().hasAdmin()) {
            say(
                    "Nobody can log in yet: stop it, and run weighbridge bootstrap "
                            + (isEmbedded() ? "--data " + config.dataDirectory() : "--config FILE")
                            + " --name NAME");
        }
    }

    private void sayGateway(Backend backend) {
        sayUrl(
                "Gateway",
                backend.gatewayPort(),
                GatewayTable.TLS,
                GatewayTable.HOST,
                "/v1 in front of " + upstreams());
    }

    private void sayPages(Backend backend) {
        sayUrl(
                "Payments",
                backend.payPort(),
                PayPageTable.TLS,
                PayPageTable.HOST,
                "/pay and /webhooks, as " + config.get(PaymentTable.PUBLIC_URL));
    }

    // What may be asked beside, in the order of the documents.
    private void sayProxies(ProxyServers servers) {
        servers.envoyPort()
                .ifPresent(
                        port -> say("Envoy asks at " + address(config.get(EnvoyTable.HOST), port)));
        sayUrl(
                "Proxies ask over HTTP",
                servers.forwardAuthPort(),
                ForwardAuthTable.TLS,
                ForwardAuthTable.HOST,
                "/auth/DIALECT, and report at /usage");
        sayUrl(
                "Usage events",
                servers.eventsPort(),
                EventsTable.TLS,
                EventsTable.HOST,
                "/events, /litellm and /v1/traces (OTLP)");
        servers.spansPort()
                .ifPresent(
                        port ->
                                say(
                                        "OTLP over gRPC: "
                                                + address(config.get(EventsTable.HOST), port)));
    }

    private void sayUrl(
            String what,
            OptionalInt open,
            Setting<Boolean> tls,
            Setting<String> host,
            String paths) {
        String scheme = config.get(tls) ? "https://" : "http://";
        open.ifPresent(port -> say(what + ": " + scheme + address(config.get(host), port) + paths));
    }

    private String upstreams() {
        List<String> all = new ArrayList<>();
        config.get(GatewayTable.UPSTREAM).ifPresent(url -> all.add(url.toString()));
        config.get(GatewayTable.MODELS_FILE).ifPresent(file -> all.add("what is in " + file));
        return String.join(" and ", all);
    }

    private boolean isEmbedded() {
        return config.store() instanceof StoreAddress.Embedded;
    }

    private static String address(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    // A clean stop is a success: without halt the status would be 128 + the signal's number.
    private void stop(Backend backend) {
        say("Stopping: calls in flight end first.");
        int status = failed ? 1 : 0;
        try {
            backend.close();
            say("Stopped; all that was answered is on the disk.");
        } catch (RuntimeException e) {
            say("Stopped, but not cleanly: " + e + ". The next start repairs it.");
            status = 1;
        }
        Runtime.getRuntime().halt(status);
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
