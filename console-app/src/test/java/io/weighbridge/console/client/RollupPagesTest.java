package io.weighbridge.console.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.proto.v1.QueryRollupsReply;
import io.weighbridge.proto.v1.QueryRollupsRequest;
import io.weighbridge.proto.v1.Rollup;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

final class RollupPagesTest {
    private static QueryRollupsReply page(String next, Rollup... rollups) {
        return QueryRollupsReply.newBuilder()
                .addAllRollups(List.of(rollups))
                .setNextPageToken(next)
                .build();
    }

    @Test
    void shouldReadOnWhereAPageIsEmpty() {
        Rollup one = Rollup.newBuilder().setCalls(1).build();
        Rollup two = Rollup.newBuilder().setCalls(2).build();
        Deque<QueryRollupsReply> pages =
                new ArrayDeque<>(List.of(page("a"), page("b", one), page("c"), page("", two)));
        List<QueryRollupsRequest> asked = new ArrayList<>();
        List<Rollup> all =
                RollupPages.all(
                        request -> {
                            asked.add(request);
                            return pages.remove();
                        },
                        QueryRollupsRequest.newBuilder().setAccount("acc").build());
        assertEquals(List.of(one, two), all);
        assertEquals(
                List.of("", "a", "b", "c"),
                asked.stream().map(request -> request.getPage().getToken()).toList());
        assertEquals("acc", asked.getLast().getAccount());
    }

    @Test
    void shouldEndWhereEmptyPagesDoNot() {
        AtomicInteger asked = new AtomicInteger();
        RollupPages.Part part =
                RollupPages.read(
                        _ -> {
                            assertTrue(asked.incrementAndGet() <= 1_000);
                            return page("on");
                        },
                        QueryRollupsRequest.getDefaultInstance(),
                        10,
                        "",
                        100);
        assertFalse(part.isWhole());
        assertEquals("on", part.next());
        assertThrows(
                IllegalStateException.class,
                () -> RollupPages.all(_ -> page("on"), QueryRollupsRequest.getDefaultInstance()));
    }
}
