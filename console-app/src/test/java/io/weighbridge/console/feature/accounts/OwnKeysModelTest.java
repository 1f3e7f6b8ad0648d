package io.weighbridge.console.feature.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.proto.v1.CreateAccountRequest;
import io.weighbridge.proto.v1.UpstreamKey;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// Own keys against a real service, one step after another.
final class OwnKeysModelTest {
    private static final String KEY = "sk-canary-0123456789-wxyz";

    @AutoClose
    private static final Installation installation =
            Installation.withProviders("mistral", "openrouter");

    private static final BackendClient client = installation.owning(installation.admin());

    private final List<String> heard = new ArrayList<>();
    private final OwnKeysModel model =
            new OwnKeysModel(
                    client,
                    new Background(Runnable::run, Runnable::run),
                    client.accounts()
                            .createAccount(CreateAccountRequest.newBuilder().setName("A").build())
                            .getId());

    private void hear(UpstreamKey key) {
        heard.add(key.getProvider() + " " + key.getHint());
    }

    private void hear(Failure failure) {
        heard.add(failure.code());
        assertFalse(failure.text().contains(KEY), failure.text());
    }

    private List<String> hints() {
        return model.read().rows().stream().map(UpstreamKey::getHint).toList();
    }

    private List<String> free() {
        return model.providersProperty().get().free();
    }

    @Test
    void shouldOfferOnlyProvidersThatHaveNoKeyYet() {
        assertEquals(List.of(), hints());
        assertEquals(List.of("mistral", "openrouter"), free());
        model.give("openrouter", KEY, this::hear, this::hear);
        assertEquals(List.of("…wxyz"), hints());
        assertEquals(List.of("mistral"), free());
        assertEquals(List.of("mistral", "openrouter"), model.providersProperty().get().all());
        // Somebody else was first: it is said, and nothing is replaced unawares.
        model.give("openrouter", KEY + "-2", this::hear, this::hear);
        assertEquals(List.of("openrouter …wxyz", "NAME_TAKEN"), heard);
        assertEquals(List.of("…wxyz"), hints());
    }

    @Test
    void shouldReplaceAndRemoveWithAReason() {
        model.give("mistral", KEY, this::hear, this::hear);
        model.replace("mistral", KEY + "-last", "leaked", this::hear, this::hear);
        assertEquals(List.of("…last"), hints());
        model.remove("mistral", "the customer left", () -> heard.add("removed"), this::hear);
        assertEquals(List.of(), hints());
        model.replace("mistral", KEY, "too late", this::hear, this::hear);
        assertEquals(
                List.of("mistral …wxyz", "mistral …last", "removed", "UPSTREAM_KEY_UNKNOWN"),
                heard);
    }

    @Test
    void shouldNotSendWhatNoProviderGives() {
        assertEquals("", OwnKeysModel.problem(KEY));
        for (String wrong :
                List.of("", "short", "two words of it", "k".repeat(1_001), "schlüssel")) {
            String said = OwnKeysModel.problem(wrong);
            assertFalse(said.isEmpty(), wrong);
            assertFalse(!wrong.isEmpty() && said.contains(wrong), said);
        }
    }
}
