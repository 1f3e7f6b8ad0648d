package io.weighbridge.console.feature.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.proto.v1.CreateAccountRequest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// Searching, with work and answers in an order of the test's own.
final class AccountsModelTest {
    private static final int MANY = 250;

    @AutoClose private static final Installation installation = Installation.start();

    private static final BackendClient client = installation.owning(installation.admin());

    private final List<Runnable> works = new ArrayList<>();
    private final List<Runnable> answers = new ArrayList<>();
    private final AccountsModel model =
            new AccountsModel(client, new Background(works::add, answers::add));

    @BeforeAll
    static void start() {
        for (int i = 0; i < MANY; i++) {
            make("Customer " + i);
        }
        make("Acme");
        make("Acheron");
        make("Brill");
    }

    private static String make(String name) {
        return client.accounts()
                .createAccount(CreateAccountRequest.newBuilder().setName(name).build())
                .getId();
    }

    private void run(List<Runnable> waiting) {
        List<Runnable> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(Runnable::run);
    }

    private void settle() {
        run(works);
        run(answers);
    }

    private List<String> names() {
        return switch (model.stateProperty().get()) {
            case Loadable.Ready<List<AccountRow>>(List<AccountRow> rows) ->
                    rows.stream().map(row -> row.account().getName()).toList();
            case Loadable.Empty<List<AccountRow>> _ -> List.of();
            case Loadable.Loading<List<AccountRow>> _ -> List.of("loading");
            case Loadable.Failed<List<AccountRow>>(var failure) -> List.of(failure.text());
        };
    }

    @Test
    void shouldFindByTheBeginningOfTheNameWhateverItsCase() {
        model.search(" aC ");
        settle();
        assertEquals(List.of("Acme", "Acheron"), names());
    }

    @Test
    void shouldDropTheAnswerToAnEarlierSearchThatComesLate() {
        model.search("a");
        Runnable slow = works.removeFirst();
        model.search("b");
        settle();
        assertEquals(List.of("Brill"), names());
        slow.run();
        run(answers);
        assertEquals(List.of("Brill"), names());
    }

    @Test
    void shouldDropAnAnswerThatCameWhileSomebodyTypedOn() {
        model.search("a");
        run(works);
        model.search("b");
        run(answers);
        assertEquals(List.of("loading"), names());
        settle();
        assertEquals(List.of("Brill"), names());
    }

    @Test
    void shouldTellOnlyWhenTheRowsAreThoseOfWhatIsTyped() {
        List<String> told = new ArrayList<>();
        model.search("a", () -> told.add("a"));
        settle();
        assertTrue(model.isFound("a "));
        model.search("b", () -> told.add("b"));
        assertFalse(model.isFound("b"));
        model.search("a", () -> told.add("a again"));
        settle();
        assertEquals(List.of("a", "a again"), told, "also when the rows are the same");
    }

    @Test
    void shouldFindByIdAndSayWhenThereIsNone() {
        String id = make("Zorro");
        model.search(id);
        settle();
        assertEquals(List.of("Zorro"), names());
        model.search("acct_0000000000001");
        settle();
        assertInstanceOf(Loadable.Empty.class, model.stateProperty().get());
    }

    @Test
    void shouldReadPageByPageEachAccountOnce() {
        model.search("customer");
        settle();
        assertEquals(100, names().size());
        model.more();
        model.more();
        assertEquals(1, works.size(), "a page that is being read is not asked for again");
        settle();
        assertEquals(200, names().size());
        model.more();
        settle();
        model.more();
        settle();
        assertEquals(MANY, names().size());
        assertEquals(MANY, names().stream().distinct().count());
    }
}
