package io.weighbridge.console.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Context;
import io.grpc.Status;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// A list read page by page.
final class PagingTest {
    private static final int EMPTY_MAX = 10;

    private final Queue<Runnable> works = new ArrayDeque<>();
    private final Paging<String> paging =
            new Paging<>(new Background(Runnable::run, Runnable::run));
    private final Paging<String> later =
            new Paging<>(new Background(works::add, Runnable::run), null, EMPTY_MAX);

    private static Paging.Page<String> page(String list, String token) {
        return new Paging.Page<>(List.of(list + token), token.isEmpty() ? "2" : "");
    }

    private void work() {
        while (!works.isEmpty()) {
            works.remove().run();
        }
    }

    @Test
    void shouldGoOnWithItsOwnListAfterAnotherCouldNotBeRead() {
        paging.read(token -> page("a", token));
        paging.read(
                _ -> {
                    throw Status.UNAVAILABLE.asRuntimeException();
                });
        paging.more();
        assertEquals(new Loadable.Ready<>(List.of("a", "a2")), paging.stateProperty().get());
    }

    @Test
    void shouldForgetAListWhenAnotherWasRead() {
        paging.read(token -> page("a", token));
        paging.read(token -> page("b", token));
        paging.more();
        assertEquals(new Loadable.Ready<>(List.of("b", "b2")), paging.stateProperty().get());
    }

    @Test
    void shouldShowNoRowsOfAnotherFilterWhenItCouldNotBeRead() {
        paging.read("filter a", token -> page("a", token));
        paging.read(
                "filter b",
                _ -> {
                    throw Status.UNAVAILABLE.asRuntimeException();
                });
        assertInstanceOf(Loadable.Failed.class, paging.stateProperty().get());
        assertFalse(paging.hasMore());
        paging.more();
        assertInstanceOf(Loadable.Failed.class, paging.stateProperty().get());
    }

    // Pages without rows up to the one that is named.
    private static Paging.Page<String> rare(String token, int found) {
        int page = token.isEmpty() ? 0 : Integer.parseInt(token);
        return new Paging.Page<>(
                page == found ? List.of("found" + page) : List.of(), Integer.toString(page + 1));
    }

    @Test
    void shouldReadOnWhereAPageIsEmpty() {
        List<Paging.Search> seen = new ArrayList<>();
        later.searchProperty().subscribe(now -> seen.add(now));
        later.read(token -> rare(token, 4));
        assertTrue(seen.size() == 1, "nothing is searched on the FX thread");
        work();
        assertEquals(new Loadable.Ready<>(List.of("found4")), later.stateProperty().get());
        assertTrue(later.hasMore());
        assertEquals(
                List.of(
                        Paging.Search.NONE,
                        new Paging.Search(1, true),
                        new Paging.Search(2, true),
                        new Paging.Search(3, true),
                        new Paging.Search(4, true),
                        Paging.Search.NONE),
                seen);
    }

    @Test
    void shouldWaitForSomebodyAfterManyEmptyPages() {
        List<String> asked = new ArrayList<>();
        Paging.Reader<String> reader =
                token -> {
                    asked.add(token);
                    return rare(token, 14);
                };
        later.read(reader);
        work();
        assertEquals(EMPTY_MAX, asked.size());
        assertEquals(new Paging.Search(EMPTY_MAX, false), later.searchProperty().get());
        assertEquals(new Loadable.Ready<>(List.of()), later.stateProperty().get());
        later.more();
        work();
        assertEquals(EMPTY_MAX, asked.size(), "coming near the end does not go on by itself");
        later.searchOn();
        work();
        assertEquals(new Loadable.Ready<>(List.of("found14")), later.stateProperty().get());
        assertEquals(asked.stream().distinct().toList(), asked, "no page is read twice");
    }

    @Test
    void shouldSayThatThereIsNothingOnlyAtTheEnd() {
        later.read(token -> new Paging.Page<>(List.of(), token.length() < 5 ? token + "x" : ""));
        work();
        assertInstanceOf(Loadable.Empty.class, later.stateProperty().get());
        assertEquals(Paging.Search.NONE, later.searchProperty().get());
    }

    @Test
    void shouldEndASearchAndGoOnWhereItWas() {
        List<String> asked = new ArrayList<>();
        later.read(
                token -> {
                    asked.add(token);
                    if (asked.size() == 4) {
                        later.pause();
                        assertTrue(Context.current().isCancelled(), "the call ends too");
                    }
                    return rare(token, 6);
                });
        work();
        assertEquals(4, asked.size());
        assertEquals(new Paging.Search(3, false), later.searchProperty().get());
        later.searchOn();
        work();
        assertEquals(new Loadable.Ready<>(List.of("found6")), later.stateProperty().get());
        assertEquals("3", asked.get(4), "goes on after the last page that was looked through");
    }
}
