package io.weighbridge.backend.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weighbridge.backend.Backend;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.platform.time.SystemTime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.UUID;

/// The process that is killed: a backend on a data directory, and on a PostgreSQL database when its
/// URL and password are told. Prints `port N` when it serves. Reads
/// commands, one a line, answers each by a line that begins with the command's id, and ends at once
/// when its input ends, so that it never outlives the test.
///
/// - `ID grant ACCOUNT NANOS EXPIRES_AT_MS`: the id is the operation's
/// - `ID take ACCOUNT NANOS`: the same
/// - `ID publish N`: publishes the book [Catalogue#book]
/// - `stop`: an orderly stop
final class CrashChild {
    private CrashChild() {}

    public static void main(String[] args) throws IOException {
        Config config = Config.of(Path.of(args[0])).withPort(0);
        if (args.length > 1) {
            config = config.withStore(PostgresAddress.parse("store", args[1], args[2]));
        }
        Backend backend = Backend.start(config, new SystemTime());
        say("port " + backend.port());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("stop")) {
                backend.close();
                System.exit(0);
            }
            String[] words = line.split(" ");
            Thread.ofVirtual().start(() -> say(words[0] + ' ' + answer(backend, words)));
        }
        Runtime.getRuntime().halt(1);
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }

    private static String answer(Backend backend, String[] words) {
        try {
            return switch (words[1]) {
                case "publish" ->
                        Long.toString(Catalogue.publish(backend, Integer.parseInt(words[2])));
                case "grant" ->
                        text(
                                backend.credit()
                                        .grant(
                                                Long.parseLong(words[2]),
                                                UUID.fromString(words[0]),
                                                GrantKind.PROMOTIONAL,
                                                Long.parseLong(words[3]),
                                                Long.parseLong(words[4]),
                                                ""));
                case "take" ->
                        text(
                                backend.credit()
                                        .adjust(
                                                Long.parseLong(words[2]),
                                                UUID.fromString(words[0]),
                                                -Long.parseLong(words[3]),
                                                0,
                                                AdjustmentReason.GOODWILL,
                                                "crash loop"));
                default -> throw new IllegalArgumentException(words[1]);
            };
        } catch (Fault fault) {
            return "fault " + fault.code();
        }
    }

    private static String text(Credit.Done done) {
        return "done " + done.reference() + ' ' + done.amountNanos() + ' ' + done.repeated();
    }
}
