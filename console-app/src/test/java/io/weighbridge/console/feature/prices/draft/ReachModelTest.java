package io.weighbridge.console.feature.prices.draft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.grpc.Context;
import io.weighbridge.console.fx.Background;
import io.weighbridge.proto.v1.QueryRollupsReply;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Reading that is no longer wanted, or has no end.
final class ReachModelTest {
    private final List<Boolean> ended = new ArrayList<>();

    private ReachModel model(Supplier<ReachModel> itself) {
        return new ReachModel(
                _ -> {
                    if (ended.size() == 2) {
                        itself.get().cancel();
                    }
                    ended.add(Context.current().isCancelled());
                    return QueryRollupsReply.newBuilder()
                            .setNextPageToken(ended.size() == 3 ? "" : "on")
                            .build();
                },
                new Background(Runnable::run, Runnable::run),
                InstantSource.system());
    }

    @Test
    void shouldEndItsCallsWhenNobodyLooksAnyMore() {
        List<ReachModel> models = new ArrayList<>();
        models.add(model(models::getFirst));
        ReachModel.Used before = models.getFirst().usedProperty().get();
        models.getFirst().read();
        assertEquals(List.of(false, false, true), ended);
        assertEquals(before, models.getFirst().usedProperty().get());
    }

    @Test
    void shouldSayThatNotAllWasReadWherePagesHaveNoEnd() {
        ReachModel model =
                new ReachModel(
                        _ -> QueryRollupsReply.newBuilder().setNextPageToken("on").build(),
                        new Background(Runnable::run, Runnable::run),
                        InstantSource.system());
        model.read();
        assertFalse(model.usedProperty().get().isWhole());
    }
}
