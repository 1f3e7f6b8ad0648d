package io.weighbridge.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// `Authorize` over gRPC on 10,000 keys, with nobody watching and with 100 consoles that watch all
/// keys live, in turn. The consoles run on the same cores.
public final class AuthorizeWhileWatched {
    private static final int CONNECTIONS = 8;
    private static final int IN_FLIGHT = 50;
    private static final int ACCOUNTS = 10_000;
    private static final int WATCHERS = 100;
    private static final double WARM_UP_S = 4;
    private static final double ROUND_S = 6;

    private AuthorizeWhileWatched() {}

    /// @param args rounds (7)
    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        try (ServerProcess server =
                        new ServerProcess(Path.of("target", "benchmark-data"), ACCOUNTS);
                Watchers watchers = new Watchers(server.port(), server.adminToken());
                Load gate =
                        new Load(
                                ServerProcess.connections(server.port(), CONNECTIONS),
                                server.proxySecret())) {
            Load.Requests requests = AuthorizeOverGrpc.requests(server.keys());
            for (int i = 0; i < 3; i++) {
                gate.closedLoop(RawCall.AUTHORIZE, requests, IN_FLIGHT, WARM_UP_S);
                server.release();
                watchers.start(WATCHERS);
                gate.closedLoop(RawCall.AUTHORIZE, requests, IN_FLIGHT, WARM_UP_S);
                watchers.stop();
                server.release();
            }
            double[] ratios = new double[rounds];
            System.out.println("round  unwatched/s  watched/s  ratio  messages/s   KiB/s");
            for (int i = 0; i < rounds; i++) {
                ratios[i] = round(i + 1, server, watchers, gate, requests);
            }
            Arrays.sort(ratios);
            System.out.printf("median %28.2f%n", ratios[rounds / 2]);
        }
    }

    private static double round(
            int number, ServerProcess server, Watchers watchers, Load gate, Load.Requests requests)
            throws IOException {
        double alone = gate.closedLoop(RawCall.AUTHORIZE, requests, IN_FLIGHT, ROUND_S).perSecond();
        server.release();
        watchers.start(WATCHERS);
        watchers.read();
        double watched =
                gate.closedLoop(RawCall.AUTHORIZE, requests, IN_FLIGHT, ROUND_S).perSecond();
        long[] read = watchers.read();
        watchers.stop();
        server.release();
        System.out.printf(
                "%5d %12.0f %10.0f %6.2f %11.0f %7.0f%n",
                number,
                alone,
                watched,
                watched / alone,
                read[0] / ROUND_S,
                read[1] / ROUND_S / 1024);
        return watched / alone;
    }
}
