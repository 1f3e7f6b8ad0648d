package io.weighbridge.backend.cli.importing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.cli.option.Patience;
import io.weighbridge.backend.cli.option.WaitOption;
import io.weighbridge.backend.proxies.events.SpendRow;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Charges what LiteLLM's spend logs tell.
@Command(
        name = "import-litellm-spend",
        description = {
            "Charge calls of LiteLLM's spend logs: the answer of GET /spend/logs?summarize=false,"
                    + " in a file (docs/proxies/litellm.md).",
            "Without --charge it reads the file and says what it would tell. Each row is charged"
                    + " once, however often it is told."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all rows are charged, now or before, or could be told",
            "1:the service cannot be reached or asked, or the file not be read; run it again",
            "2:the command was typed wrongly",
            "3:there are rows that are not charged: refused, or kept as unrated"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge import-litellm-spend --payers payers.txt spend.json",
            "  weighbridge import-litellm-spend --charge --token-file m.secret --payers payers.txt"
                    + " spend.json"
        })
public final class ImportLiteLlmSpendCommand extends AnyCommand {
    private static final int BATCH = 500;
    private static final int TO_LOOK_AT = 3;
    private static final int SHOWN_MAX = 20;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    @Parameters(index = "0", paramLabel = "FILE", description = "The rows, a list in JSON.")
    private Path file = Path.of("");

    @Option(
            names = "--payers",
            required = true,
            paramLabel = "FILE",
            description =
                    "Who pays: lines of FIELD=VALUE and the id of an account or API key, with a"
                            + " space between. A field is api_key, user or team_id; the first"
                            + " of these that is listed decides.")
    private Path payersFile = Path.of("");

    @Option(names = "--charge", description = "Tell the service, which charges.")
    private boolean charge;

    @Option(
            names = "--events",
            paramLabel = "URL",
            description = "The service's port for usage events. Default: http://127.0.0.1:7448.")
    private URI events = URI.create("http://127.0.0.1:7448");

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "The secret of a proxy credential; needed to charge.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--no-cost",
            description =
                    "Leave LiteLLM's cost out, which is in dollars: for another billing currency.")
    private boolean noCost;

    @Option(
            names = "--outcomes",
            paramLabel = "FILE",
            description = "Where to write what came of each row.")
    private @Nullable Path outcomesFile;

    @Mixin private WaitOption waiting = new WaitOption();

    // Of this run.
    private Duration patience = Duration.ZERO;
    private long told;
    private long unrated;
    private long repeated;
    private long unknown;
    private long shown;
    private long failures;
    private long wrong;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine command = commandLine();
        Map<String, String> payers = payers();
        patience = waiting.checked(command, false);
        if (charge && tokenFile == null) {
            throw mistyped("--token-file: missing (expected with --charge)");
        }
        try (PrintWriter outcomes = outcomes();
                JsonParser rows = JSON.createParser(file.toFile());
                EventsClientHttp client = new EventsClientHttp(events, token())) {
            if (rows.nextToken() != JsonToken.START_ARRAY) {
                throw mistyped("FILE: " + file + " (expected: a list)");
            }
            List<SpendRow.Usage> batch = new ArrayList<>();
            while (rows.nextToken() != JsonToken.END_ARRAY) {
                JsonNode row = JSON.readTree(rows);
                take(SpendRow.read(row, payers, !noCost), batch, outcomes);
                if (batch.size() == BATCH && !tell(client, batch, outcomes)) {
                    return ExitCode.SOFTWARE;
                }
            }
            if (!batch.isEmpty() && !tell(client, batch, outcomes)) {
                return ExitCode.SOFTWARE;
            }
            if (rows.nextToken() != null) {
                warn("error: FILE: " + file + ": something follows the list of rows");
                return ExitCode.SOFTWARE;
            }
        }
        print(summary());
        return wrong + unrated > 0 ? TO_LOOK_AT : ExitCode.OK;
    }

    private void take(SpendRow read, List<SpendRow.Usage> batch, PrintWriter outcomes) {
        switch (read) {
            case SpendRow.Usage usage -> {
                unknown += usage.units().isEmpty() ? 1 : 0;
                batch.add(usage);
            }
            case SpendRow.Failure failure -> {
                failures++;
                outcomes.println(failure.id() + " failure, not charged");
            }
            case SpendRow.Unreadable unreadable ->
                    refuse(unreadable.id(), unreadable.why(), outcomes);
        }
    }

    private void refuse(String id, String why, PrintWriter outcomes) {
        wrong++;
        outcomes.println(id + " not charged: " + why);
        sayToLookAt("not charged: " + id + ": " + why);
    }

    private void sayToLookAt(String text) {
        shown++;
        if (shown <= SHOWN_MAX) {
            warn(text);
        }
    }

    // False when the service does not take it.
    private boolean tell(EventsClientHttp client, List<SpendRow.Usage> batch, PrintWriter outcomes)
            throws InterruptedException {
        Map<Integer, EventsClientHttp.NotCharged> others = Map.of();
        if (charge) {
            switch (answer(client, batch.stream().map(SpendRow.Usage::event).toList())) {
                case EventsClientHttp.Answer.Read read -> others = read.others();
                case EventsClientHttp.Answer.NotNow(String why) -> {
                    return stop(
                            "nothing was taken for " + patience.toSeconds() + " s (" + why + ")");
                }
                case EventsClientHttp.Answer.No(String why) -> {
                    return stop(why);
                }
            }
        }
        for (int i = 0; i < batch.size(); i++) {
            take(batch.get(i).id(), others.get(i), outcomes);
        }
        batch.clear();
        warn((told + unrated + repeated + wrong + failures) + " rows");
        return true;
    }

    private boolean stop(String why) {
        warn(
                "error: "
                        + why
                        + "; "
                        + summary()
                        + ". Run it again: nothing is charged twice. --events says where the"
                        + " service's port for usage events is, --wait how long to try");
        return false;
    }

    private void take(
            String id, EventsClientHttp.@Nullable NotCharged other, PrintWriter outcomes) {
        switch (other) {
            case null -> {
                told++;
                outcomes.println(id + (charge ? " charged" : " can be told"));
            }
            case EventsClientHttp.NotCharged.Refused(String why) -> refuse(id, why, outcomes);
            case EventsClientHttp.NotCharged.Unrated(String why) -> {
                unrated++;
                outcomes.println(id + " kept as unrated: " + why);
                sayToLookAt("kept as unrated: " + id + ": " + why);
            }
            case EventsClientHttp.NotCharged.Repeated() -> {
                repeated++;
                outcomes.println(id + " told before");
            }
        }
    }

    private EventsClientHttp.Answer answer(EventsClientHttp client, List<ObjectNode> batch)
            throws InterruptedException {
        Patience trying = new Patience(patience);
        while (true) {
            EventsClientHttp.Answer answer = client.tell(batch, trying.left());
            if (!(answer instanceof EventsClientHttp.Answer.NotNow(String why))
                    || !trying.hasMore()) {
                return answer;
            }
            if (trying.isWorthALine()) {
                warn("not yet: " + why);
            }
        }
    }

    private String summary() {
        String rest = failures + " failures, " + wrong + " not charged";
        return charge
                ? told
                        + " charged, "
                        + unrated
                        + " kept as unrated, "
                        + repeated
                        + " told before, "
                        + rest
                : told
                        + " can be told; nothing is charged without --charge ("
                        + unknown
                        + " without known usage, which will be kept as unrated), "
                        + rest;
    }

    private String token() throws IOException {
        return tokenFile == null ? "" : Files.readString(tokenFile).strip();
    }

    private PrintWriter outcomes() throws IOException {
        return outcomesFile == null
                ? new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)
                : new PrintWriter(Files.newBufferedWriter(outcomesFile));
    }

    private Map<String, String> payers() throws IOException {
        Map<String, String> payers = new HashMap<>();
        for (String line : Files.readAllLines(payersFile)) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            int space = text.lastIndexOf(' ');
            String owner = text.substring(0, Math.max(0, space)).strip();
            String field = owner.substring(0, Math.max(0, owner.indexOf('=')));
            if (!SpendRow.OWNERS.contains(field)
                    || payers.put(owner, text.substring(space + 1)) != null) {
                throw mistyped(
                        "--payers: "
                                + text
                                + " (expected: FIELD=VALUE ID, each once, with a FIELD of "
                                + String.join(", ", SpendRow.OWNERS)
                                + ")");
            }
        }
        return payers;
    }
}
