package io.weighbridge.console.margin;

import static io.weighbridge.model.Unit.INPUT_TOKENS;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.grpc.Status;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.settings.Settings;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.ListOthersPricesReply;
import io.weighbridge.proto.v1.ListServiceModelsReply;
import io.weighbridge.proto.v1.OthersPrice;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.PriceProposal;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.ServiceModel;
import io.weighbridge.proto.v1.Unit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/// What is asked for, when, and what becomes of answers that come late.
final class MarginModelTest {
    @TempDir Path directory;

    // What was asked, in order; answers come when the work is done.
    private final List<String> asked = new ArrayList<>();
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final Map<String, Long> costs = new HashMap<>();
    private int pages = 1;

    private final class Source implements MarginSource {
        @Override
        public ListServiceModelsReply serviceModels(PageRequest page) {
            asked.add("models");
            return ListServiceModelsReply.newBuilder()
                    .addServiceModels(link("chat", "llama-3-8b (saved by anna)"))
                    .addServiceModels(link("large", "mixtral"))
                    .addServiceModels(link("gone", "mixtral"))
                    .addServiceModels(link("gone", ""))
                    .build();
        }

        private static ServiceModel link(String service, String model) {
            return ServiceModel.newBuilder().setService(service).setModelName(model).build();
        }

        @Override
        public PriceProposal propose(String service) {
            asked.add(service);
            Long costNanos = costs.get(service);
            if (costNanos == null) {
                throw Status.UNAVAILABLE.asRuntimeException();
            }
            return PriceProposal.newBuilder()
                    .setServiceModel(
                            ServiceModel.newBuilder()
                                    .setTerms(
                                            ComputeTerms.newBuilder()
                                                    .setUtilizationMillionths(1_000_000)))
                    .addRates(
                            Rate.newBuilder()
                                    .setUnit(Unit.UNIT_INPUT_TOKENS)
                                    .setPriceNanos(costNanos)
                                    .setPer(1_000))
                    .build();
        }

        @Override
        public ListOthersPricesReply others(String text, PageRequest page) {
            asked.add("?" + text);
            boolean isLast = page.getToken().length() + 1 >= pages;
            return ListOthersPricesReply.newBuilder()
                    .addPrices(OthersPrice.newBuilder().setModel(text + page.getToken()))
                    .setNextPageToken(isLast ? "" : page.getToken() + "+")
                    .build();
        }
    }

    private Settings settings() {
        return Settings.open(directory.resolve("console.json"));
    }

    private MarginModel model(Settings settings) {
        return new MarginModel(new Source(), new Background(work::add, Runnable::run), settings);
    }

    private void doWork() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    private static long cost(Costs costs) {
        return assertInstanceOf(Costs.Known.class, costs).costs().getFirst().costNanos();
    }

    @Test
    void shouldAskOnceForEachServiceThatRunsAModel() {
        costs.put("chat", 7L);
        MarginModel model = model(settings());
        assertInstanceOf(Costs.Asked.class, model.costs("chat"));
        model.restart();
        assertInstanceOf(Costs.Asked.class, model.costs("chat"));
        assertInstanceOf(Costs.Asked.class, model.costs("large"));
        assertInstanceOf(Costs.Asked.class, model.costs("speech"));
        assertInstanceOf(Costs.Asked.class, model.costs("chat"));
        doWork();
        assertEquals(List.of("models", "chat", "large"), asked);
        assertEquals(7, cost(model.costs("chat")));
        assertInstanceOf(Costs.Unknown.class, model.costs("large"));
        assertEquals(
                new Costs.Unknown("nobody said what model it runs on GPUs"), model.costs("speech"));
        doWork();
        assertEquals(3, asked.size());
    }

    @Test
    void shouldOrderByCostsOnly() {
        costs.put("chat", 7L);
        MarginModel model = model(settings());
        model.restart();
        for (int i = 0; i < 20_000; i++) {
            var _ = model.costs("never linked " + i);
        }
        Priced price = new Priced("chat", INPUT_TOKENS, ServiceTier.STANDARD, 0, 14, 1_000, false);
        assertEquals(Optional.empty(), model.order(price));
        doWork();
        assertEquals(Optional.of(new BigDecimal("50.0")), model.order(price));
        assertEquals(List.of("models", "chat"), asked);
    }

    @Test
    void shouldDropAnswersToWhatWasAskedBefore() {
        costs.put("chat", 7L);
        MarginModel model = model(settings());
        model.restart();
        doWork();
        var _ = model.costs("chat");
        var _ = model.others("chat");
        // The answers are there, and come when they are not wanted any more.
        Queue<Runnable> late = new ArrayDeque<>(work);
        work.clear();
        model.restart();
        costs.put("chat", 8L);
        doWork();
        var _ = model.costs("chat");
        doWork();
        assertEquals(8, cost(model.costs("chat")));
        costs.put("chat", 9L);
        int changes = model.changesProperty().get();
        late.forEach(Runnable::run);
        assertEquals(8, cost(model.costs("chat")));
        assertEquals(changes, model.changesProperty().get());
    }

    @Test
    void shouldCompareWithWhatTheOperatorSaidAndRememberIt() {
        Settings settings = settings();
        MarginModel model = model(settings);
        model.restart();
        assertEquals(Others.State.ASKED, model.others("chat").state());
        doWork();
        assertEquals("llama-3-8b", model.searchText("chat"));
        assertEquals("gone", model.searchText("gone"));
        assertEquals("speech", model.searchText("speech"));
        var _ = model.others("chat");
        model.search("chat", " llama 8b ");
        var _ = model.others("chat");
        doWork();
        // Whichever answer came last: it is of the words that count now.
        assertEquals("llama 8b", model.others("chat").text());
        assertEquals("llama 8b", model.others("chat").prices().getFirst().getModel());
        assertEquals(List.of("models", "?llama-3-8b", "?llama 8b"), asked);
        assertEquals("llama 8b", model(settings).searchText("chat"));
        model.search("chat", "");
        assertEquals("llama-3-8b", model.searchText("chat"));
    }

    @Test
    void shouldSayThatNotAllIsCompared() {
        pages = 9;
        MarginModel model = model(settings());
        model.restart();
        doWork();
        var _ = model.others("speech");
        doWork();
        assertEquals(Others.State.PART, model.others("speech").state());
        assertEquals(3, model.others("speech").prices().size());
    }
}
