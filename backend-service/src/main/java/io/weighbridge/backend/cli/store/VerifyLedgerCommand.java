package io.weighbridge.backend.cli.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.backend.cli.option.StoreOptions;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.ledger.check.LedgerReport;
import io.weighbridge.backend.platform.sql.StoreAddress;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintWriter;

/// Proves that a ledger is right, or says which account is off and by how much.
@Command(
        name = "verify-ledger",
        description = {
            "Prove that every balance is the sum of its transfers and that every charge is"
                    + " explained, or say which account is off and by how much.",
            "Reads only. The service may be running on the same data; a copy of the data directory"
                    + " does as well."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the ledger balances",
            "1:it does not, or it cannot be read",
            "2:the command was typed wrongly"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge verify-ledger --data data",
            "  weighbridge verify-ledger --config /etc/weighbridge/weighbridge.toml --json",
            "  weighbridge verify-ledger --store postgresql://weighbridge@localhost/weighbridge"
        })
public final class VerifyLedgerCommand extends AnyCommand {
    @Mixin private StoreOptions store = new StoreOptions();

    @Option(names = "--json", description = "Print the report as one JSON object, for programs.")
    private boolean json;

    @Override
    public Integer call() {
        StoreAddress address = store.address(commandLine());
        LedgerReport report = LedgerCheck.of(address);
        PrintWriter out = out();
        if (json) {
            out.println(toJson(report));
        } else {
            print(out, address, report);
        }
        out.flush();
        return report.balanced() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static String toJson(LedgerReport report) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("balanced", report.balanced());
        json.put("accounts", report.accounts());
        json.put("transfers", report.transfers());
        json.put("open_holds", report.openHolds());
        json.put("folded_sequence", report.foldedSequence());
        json.put("journal_tail", report.journalTail());
        report.problems().forEach(json.putArray("problems")::add);
        return json.toString();
    }

    private static void print(PrintWriter out, StoreAddress address, LedgerReport report) {
        out.printf(
                "Ledger in %s%n  accounts    %,d%n  transfers   %,d%n  open holds  %,d%n"
                        + "  facts       %,d in the store, %,d more in the journal%n",
                address,
                report.accounts(),
                report.transfers(),
                report.openHolds(),
                report.foldedSequence(),
                report.journalTail());
        if (report.balanced()) {
            out.println("The ledger balances.");
            return;
        }
        int found = report.problems().size();
        out.printf("THE LEDGER DOES NOT BALANCE: %,d problem%s.%n", found, found == 1 ? "" : "s");
        report.problems().forEach(problem -> out.println("  " + problem));
    }
}
