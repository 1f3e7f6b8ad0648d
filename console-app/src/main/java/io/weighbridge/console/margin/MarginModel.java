package io.weighbridge.console.margin;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.settings.Settings;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ListOthersPricesReply;
import io.weighbridge.proto.v1.ListServiceModelsReply;
import io.weighbridge.proto.v1.OthersPrice;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.PriceCatalogue;
import io.weighbridge.proto.v1.ServiceModel;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/// What services' units cost us, and what others ask for the same. Each is asked for when somebody
/// first wants to know it, one after another, and then kept until [#restart]. Used on the FX thread
/// only.
public final class MarginModel {
    private static final String REMEMBERED = "others-prices.";
    private static final int PAGE = 1_000;
    private static final int LINK_PAGES_MAX = 20;
    private static final int PAGES_MAX = 3;
    private static final int TEXT_LENGTH_MAX = 200;

    private final MarginSource source;
    private final Settings settings;
    private final Lane reading;
    private final Lane proposing;
    private final Lane finding;
    private final Map<String, Costs> costs = new HashMap<>();
    private final Map<String, Others> others = new HashMap<>();
    private final Queue<String> toPropose = new ArrayDeque<>();
    private final Queue<String> toFind = new ArrayDeque<>();
    private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper();
    // What services run, by their names; null until it was read.
    private @Nullable Map<String, String> models;
    private String problem = "";

    public MarginModel(BackendClient client, Background background, Settings settings) {
        this(MarginSource.of(client), background, settings);
    }

    MarginModel(MarginSource source, Background background, Settings settings) {
        this.source = source;
        this.settings = settings;
        this.reading = background.lane();
        this.proposing = background.lane();
        this.finding = background.lane();
    }

    /// Rises with each answer.
    public ReadOnlyIntegerProperty changesProperty() {
        return changes.getReadOnlyProperty();
    }

    /// Asks for all anew; answers to what was asked before are dropped.
    public void restart() {
        cancel();
        costs.clear();
        others.clear();
        models = null;
        problem = "";
        reading.run(
                this::links,
                read -> {
                    models = read;
                    next();
                    changed();
                },
                failure -> {
                    problem = failure.text();
                    changed();
                });
    }

    /// Asks for nothing more.
    public void cancel() {
        reading.cancel();
        proposing.cancel();
        finding.cancel();
        toPropose.clear();
        toFind.clear();
    }

    private void changed() {
        changes.set(changes.get() + 1);
    }

    // The model that a service was last said to run; "" when it was said that none is known.
    private Map<String, String> links() {
        Map<String, String> found = new HashMap<>();
        String token = "";
        int pages = 0;
        do {
            ListServiceModelsReply reply = source.serviceModels(page(token));
            for (ServiceModel link : reply.getServiceModelsList()) {
                found.put(link.getService(), link.getModelName());
            }
            token = reply.getNextPageToken();
        } while (!token.isEmpty() && ++pages < LINK_PAGES_MAX);
        return found;
    }

    private static PageRequest page(String token) {
        return PageRequest.newBuilder().setSize(PAGE).setToken(token).build();
    }

    /// What a service's units cost; asks for it when nobody did yet.
    public Costs costs(String service) {
        Costs known = costs.get(service);
        if (known != null) {
            return known;
        }
        if (!problem.isEmpty()) {
            return new Costs.Unknown(problem);
        }
        Map<String, String> read = models;
        // Of one that never ran a model it is known without asking.
        if (read != null && !read.containsKey(service)) {
            return new Costs.Unknown(Texts.of("margin.unknown.model"));
        }
        Costs asked = new Costs.Asked();
        costs.put(service, asked);
        toPropose.add(service);
        next();
        return asked;
    }

    // One at a time: the service reckons only a few at once.
    private void next() {
        Map<String, String> read = models;
        if (read == null || proposing.isBusy()) {
            return;
        }
        String next = toPropose.poll();
        while (next != null && !read.containsKey(next)) {
            costs.put(next, new Costs.Unknown(Texts.of("margin.unknown.model")));
            next = toPropose.poll();
        }
        if (next != null) {
            String service = next;
            proposing.run(
                    () -> Costs.of(source.propose(service)),
                    found -> answered(service, found),
                    failure -> answered(service, new Costs.Unknown(why(failure))));
        }
    }

    private static String why(Failure failure) {
        return failure.code().equals("SERVICE_WITHOUT_MODEL")
                ? Texts.of("margin.unknown.model")
                : failure.text();
    }

    private void answered(String service, Costs found) {
        costs.put(service, found);
        next();
        changed();
    }

    /// What a service is compared with: the words that an operator chose, else the name of the
    /// model that it was said to run, else its own.
    public String searchText(String service) {
        return settings.get(REMEMBERED + service, String.class)
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> usualText(service));
    }

    private String usualText(String service) {
        Map<String, String> read = models;
        String model = read == null ? "" : read.getOrDefault(service, "");
        // What stands in brackets is a remark of whoever saved the model.
        String name = model.replaceFirst("\\s*\\(.*", "");
        return name.isEmpty() ? service : name;
    }

    /// Chooses what a service is compared with, and remembers it.
    ///
    /// @param text empty for what is usual
    public void search(String service, String text) {
        String stripped = text.strip();
        settings.put(
                REMEMBERED + service,
                stripped.substring(0, Math.min(TEXT_LENGTH_MAX, stripped.length())));
        changed();
    }

    /// What others ask for what a service is compared with; asks for it when nobody did yet.
    public Others others(String service) {
        if (models == null && problem.isEmpty()) {
            return Others.asked(service);
        }
        String text = searchText(service);
        Others known = others.get(text);
        if (known == null) {
            known = Others.asked(text);
            others.put(text, known);
            toFind.add(text);
            nextFind();
        }
        return known;
    }

    private void nextFind() {
        String text = finding.isBusy() ? null : toFind.poll();
        if (text != null) {
            finding.run(
                    () -> find(text),
                    this::found,
                    failure -> found(Others.failed(text, failure.text())));
        }
    }

    private void found(Others answer) {
        others.put(answer.text(), answer);
        nextFind();
        changed();
    }

    private Others find(String text) {
        List<OthersPrice> all = new ArrayList<>();
        List<PriceCatalogue> catalogues = List.of();
        String token = "";
        int pages = 0;
        do {
            ListOthersPricesReply reply = source.others(text, page(token));
            all.addAll(reply.getPricesList());
            catalogues = reply.getCataloguesList();
            token = reply.getNextPageToken();
        } while (!token.isEmpty() && ++pages < PAGES_MAX);
        return Others.of(text, token.isEmpty(), all, catalogues);
    }

    /// What is lowest when sorted by margin, as it is known by now. Asks for no others' prices.
    public Optional<BigDecimal> order(Priced price) {
        return Comparison.of(price, costs(price.service()), Others.asked("")).order();
    }

    /// A price beside what is known of it by now.
    public Comparison compare(Priced price) {
        return compare(price, costs(price.service()));
    }

    /// The same where the costs are known already.
    public Comparison compare(Priced price, Costs known) {
        return Comparison.of(price, known, others(price.service()));
    }
}
