package io.weighbridge.console.feature.prices.draft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.testkit.Benches;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.CreateDraftRequest;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PublishRequest;
import io.weighbridge.proto.v1.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;

/// What the palette says of a book's actions that cannot be done: always the reason of now.
final class BookRefusalsTest {
    @TempDir Path directory;
    private final Queue<Runnable> works = new ArrayDeque<>();
    private final Background background = new Background(works::add, Runnable::run);

    @SuppressWarnings("NullAway.Init")
    private Installation installation;

    @SuppressWarnings("NullAway.Init")
    private BackendClient client;

    @BeforeEach
    void start() {
        Robot.startToolkit();
        installation = Installation.start();
        client = installation.admin();
    }

    @AfterEach
    void stop() {
        client.close();
        installation.close();
    }

    private PriceBook draft() {
        return client.prices()
                .createDraft(CreateDraftRequest.newBuilder().setNote("dearer").build());
    }

    private PriceBook published() {
        PriceBook draft = draft();
        return client.prices()
                .publish(
                        PublishRequest.newBuilder()
                                .setPriceBook(draft.getId())
                                .setVersion(draft.getVersion())
                                .build());
    }

    private void check(PriceBook book, Role role, String discard, String copy) {
        Robot.onFx(
                () -> {
                    Workbench bench = Benches.of(client, role, background, directory);
                    BookScreen screen = new BookScreen(bench, book.getId(), false);
                    screen.shown();
                    assertEquals(Texts.of("prices.unread"), refusal(bench, ConsoleAction.DISCARD));
                    assertEquals(
                            Texts.of("prices.unread"), refusal(bench, ConsoleAction.COPY_BOOK));
                    while (!works.isEmpty()) {
                        works.remove().run();
                    }
                    assertEquals(discard, refusal(bench, ConsoleAction.DISCARD));
                    assertEquals(discard, refusal(bench, ConsoleAction.SAVE));
                    assertEquals(copy, refusal(bench, ConsoleAction.COPY_BOOK));
                    screen.hidden();
                    return 0;
                });
    }

    private static String refusal(Workbench bench, ConsoleAction action) {
        return assertBound(bench, action).refusal().getValue();
    }

    private static Actions.Binding assertBound(Workbench bench, ConsoleAction action) {
        var binding = bench.actions().binding(action);
        assertNotNull(binding);
        return binding;
    }

    @Test
    void shouldSayOfADraftThatItIsNotCopied() {
        check(draft(), Role.ROLE_ADMIN, "", Texts.of("prices.copy.draft"));
    }

    @Test
    void shouldSayOfAPublishedBookThatItIsNotChanged() {
        check(published(), Role.ROLE_ADMIN, Texts.of("prices.closed"), "");
    }

    @Test
    void shouldSayWhichRoleMay() {
        PriceBook book = draft();
        String role =
                Texts.of(
                        "shell.role.only",
                        Texts.of("common.role.ROLE_ADMIN")
                                + ", "
                                + Texts.of("common.role.ROLE_FINANCE"),
                        Texts.of("common.role.ROLE_VIEWER"));
        assertTrue(role.contains("viewer"), role);
        check(book, Role.ROLE_VIEWER, role, role);
    }
}
