package io.weighbridge.console.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;

import org.junit.jupiter.api.Test;

import java.util.List;

/// A list read page by page.
final class PagingTest {
    private final Paging<String> paging =
            new Paging<>(new Background(Runnable::run, Runnable::run));

    private static Paging.Page<String> page(String list, String token) {
        return new Paging.Page<>(List.of(list + token), token.isEmpty() ? "2" : "");
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
}
