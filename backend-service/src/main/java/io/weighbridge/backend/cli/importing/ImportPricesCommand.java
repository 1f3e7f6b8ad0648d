package io.weighbridge.backend.cli.importing;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;

import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.cli.client.CallClient;
import io.weighbridge.backend.cli.client.Identity;
import io.weighbridge.backend.cli.client.ServiceOptions;
import io.weighbridge.backend.cli.client.Target;
import io.weighbridge.backend.cli.option.AnyCommand;
import io.weighbridge.proto.v1.PriceImport;
import io.weighbridge.proto.v1.PriceImportOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes a draft price book of LiteLLM's price map.
@Command(
        name = "import-prices",
        description = {
            "Make a draft price book of LiteLLM's price map, and say what would change.",
            "Nothing is published. A price is taken over exactly or not at all; what is not is"
                    + " listed (docs/prices-import.md). Models are for the service of their own name"
                    + " unless --map says otherwise; models without a service are skipped."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:something was in the way; nothing was changed",
            "2:the command was typed wrongly",
            "3:done, and there is something to look at before publishing"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weighbridge import-prices prices.json --dry-run --create-services",
            "  weighbridge import-prices prices.json --model 'openai/*' --create-services",
            "  weighbridge import-prices https://host/prices.json --map gpt-4o=chat --map"
                    + " whisper-1=speech"
        })
public final class ImportPricesCommand extends AnyCommand {
    private static final int TO_LOOK_AT = 3;
    private static final int LIST_MAX = 20_000;

    @Parameters(
            index = "0",
            paramLabel = "FILE|URL",
            description =
                    "The map. A URL (https) is fetched by the service, from the internet only; see"
                            + " --here.")
    private String source = "";

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME",
            description =
                    "Take only such models; * stands for any text, and the provider may stand"
                            + " before the name (openai/*). May be given several times.")
    private List<String> models = List.of();

    @Option(
            names = {"-p", "--provider"},
            paramLabel = "NAME",
            description =
                    "Take only models of this provider, as the map calls it. May be given several"
                            + " times.")
    private List<String> providers = List.of();

    @Option(
            names = "--map",
            paramLabel = "MODEL=SERVICE",
            description =
                    "Take this model for the service of that name. May be given several times.")
    private List<String> map = List.of();

    @Option(names = "--create-services", description = "Make services that do not exist.")
    private boolean createServices;

    @Option(
            names = "--keep-missing",
            description = "Keep prices of these services that the map does not have.")
    private boolean keepMissing;

    @Option(names = "--dry-run", description = "Only say what would change.")
    private boolean dryRun;

    @Option(
            names = "--multiply-by",
            paramLabel = "DECIMAL",
            description =
                    "Multiply every price: an exchange rate, a margin. The map is in dollars; in an"
                            + " installation with another currency this must be given.")
    private String multiplyBy = "";

    @Option(
            names = "--round-digits",
            paramLabel = "N",
            description =
                    "Round prices that cannot be taken over exactly to N (9 to 17) significant"
                            + " digits. Default: they are not taken.")
    private int roundDigits;

    @Option(
            names = "--catalogue-only",
            description =
                    "Only keep what the map says of others' prices, to compare with: no draft, no"
                            + " service.")
    private boolean catalogueOnly;

    @Option(
            names = "--here",
            description =
                    "Fetch the URL from this machine instead of the service's; private addresses"
                            + " are allowed then.")
    private boolean here;

    @Option(names = "--all", description = "Print lists whole, and fields that are no prices.")
    private boolean all;

    @Option(names = "--json", description = "Print the report as one JSON object, for programs.")
    private boolean json;

    @Mixin private ServiceOptions service = new ServiceOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Target checked = service.target(commandLine());
        PriceImportOptions options = options();
        PrintWriter out = out();
        PriceImport report;
        try (Identity identity = service.identity(checked, commandLine())) {
            report = new ImportClient(checked, identity.token()).send(source, here, options);
        } catch (StatusRuntimeException e) {
            warn("error: " + CallClient.explain(checked, ImportClient.TIMEOUT_S, e));
            return ExitCode.SOFTWARE;
        }
        if (json) {
            out.println(toJson(report));
        } else {
            new ImportText(out, all, dryRun).print(report);
        }
        out.flush();
        return report.getFlagsCount() > 0 ? TO_LOOK_AT : ExitCode.OK;
    }

    private PriceImportOptions options() {
        return PriceImportOptions.newBuilder()
                .addAllModels(models)
                .addAllProviders(providers)
                .putAllServices(services())
                .setCreateServices(createServices)
                .setKeepMissing(keepMissing)
                .setDryRun(dryRun)
                .setMultiplyBy(multiplyBy)
                .setRoundDigits(roundDigits)
                .setListMax(all || json ? LIST_MAX : 0)
                .setCatalogueOnly(catalogueOnly)
                .build();
    }

    private Map<String, String> services() {
        Map<String, String> services = new LinkedHashMap<>();
        for (String pair : map) {
            int equals = pair.lastIndexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                throw mistyped("--map: " + pair + " (expected: MODEL=SERVICE)");
            }
            @Nullable String before =
                    services.put(pair.substring(0, equals), pair.substring(equals + 1));
            if (before != null) {
                throw mistyped("--map: " + pair + " (expected: each model once)");
            }
        }
        return services;
    }

    private static String toJson(PriceImport report) {
        try {
            return JsonFormat.printer()
                    .preservingProtoFieldNames()
                    .alwaysPrintFieldsWithNoPresence()
                    .omittingInsignificantWhitespace()
                    .print(report);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
