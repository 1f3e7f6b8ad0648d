package io.weighbridge.benchmarks.load;

import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// `Authorize` over gRPC against an empty echo on the same kind of server in the same process: the
/// rate in a closed loop, interleaved; then the times of an open loop at half that rate.
public final class AuthorizeOverGrpc {
    private static final int CONNECTIONS = 8;
    private static final int IN_FLIGHT = 50;
    private static final int ACCOUNTS = 10_000;
    private static final double WARM_UP_S = 4;
    private static final double ROUND_S = 4;
    private static final double OPEN_LOOP_S = 10;

    private AuthorizeOverGrpc() {}

    /// @param args rounds (7)
    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        try (ServerProcess server =
                        new ServerProcess(Path.of("target", "benchmark-data"), ACCOUNTS);
                Load gate =
                        new Load(
                                ServerProcess.connections(server.port(), CONNECTIONS),
                                server.proxySecret());
                Load echo =
                        new Load(ServerProcess.connections(server.echoPort(), CONNECTIONS), "")) {
            Load.Requests requests = requests(server.keys());
            for (int i = 0; i < 3; i++) {
                gate.closedLoop(RawCall.AUTHORIZE, requests, IN_FLIGHT, WARM_UP_S);
                echo.closedLoop(RawCall.ECHO, requests, IN_FLIGHT, WARM_UP_S);
                server.release();
            }
            double rate = closedLoops(rounds, server, gate, echo, requests);
            openLoops(rounds, server, gate, echo, requests, rate / 2);
        }
    }

    private static double closedLoops(
            int rounds, ServerProcess server, Load gate, Load echo, Load.Requests requests)
            throws IOException {
        double[] ratios = new double[rounds];
        double[] rates = new double[rounds];
        System.out.println("closed loop, 8 connections x 50 calls in flight");
        System.out.println("round   echo/s  authorize/s  ratio");
        for (int i = 0; i < rounds; i++) {
            double echoed = echo.closedLoop(RawCall.ECHO, requests, IN_FLIGHT, ROUND_S).perSecond();
            rates[i] = gate.closedLoop(RawCall.AUTHORIZE, requests, IN_FLIGHT, ROUND_S).perSecond();
            ratios[i] = rates[i] / echoed;
            System.out.printf("%5d %8.0f %12.0f %6.2f%n", i + 1, echoed, rates[i], ratios[i]);
            server.release();
        }
        Arrays.sort(ratios);
        Arrays.sort(rates);
        System.out.printf("median%7s %12.0f %6.2f%n", "", rates[rounds / 2], ratios[rounds / 2]);
        return rates[rounds / 2];
    }

    private static void openLoops(
            int rounds,
            ServerProcess server,
            Load gate,
            Load echo,
            Load.Requests requests,
            double perSecond)
            throws IOException {
        System.out.printf("%nopen loop at %.0f/s, ms from the intended send%n", perSecond);
        System.out.println("round  authorize p50    p99  p99.9   echo p50    p99  p99.9");
        // What paces calls is compiled only now, on both sides.
        server.endCalls();
        gate.openLoop(RawCall.AUTHORIZE, requests, perSecond, OPEN_LOOP_S);
        server.release();
        echo.openLoop(RawCall.ECHO, requests, perSecond, WARM_UP_S);
        for (int i = 0; i < Math.min(3, rounds); i++) {
            server.endCalls();
            Load.Result own = gate.openLoop(RawCall.AUTHORIZE, requests, perSecond, OPEN_LOOP_S);
            server.release();
            Load.Result empty = echo.openLoop(RawCall.ECHO, requests, perSecond, OPEN_LOOP_S);
            System.out.printf(
                    "%5d %14.2f %6.2f %6.2f %10.2f %6.2f %6.2f%n",
                    i + 1,
                    own.ms(50),
                    own.ms(99),
                    own.ms(99.9),
                    empty.ms(50),
                    empty.ms(99),
                    empty.ms(99.9));
        }
    }

    /// A request for each key, in random order, without end; the gate makes the request ids.
    static Load.Requests requests(List<String> keys) {
        byte[][] requests =
                keys.stream()
                        .map(key -> authorize(key).build().toByteArray())
                        .toArray(byte[][]::new);
        SplittableRandom random = new SplittableRandom(1);
        return () -> requests[random.nextInt(requests.length)];
    }

    static AuthorizeRequest.Builder authorize(String key) {
        return AuthorizeRequest.newBuilder()
                .setApiKey(key)
                .setService(ServerMain.SERVICE)
                .addEstimate(count(Unit.UNIT_INPUT_TOKENS, 1_500))
                .addEstimate(count(Unit.UNIT_OUTPUT_TOKENS, 300));
    }

    static UnitCount count(Unit unit, long count) {
        return UnitCount.newBuilder().setUnit(unit).setCount(count).build();
    }
}
