package io.weighbridge.backend.replay;

import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.ReplayAccount;
import io.weighbridge.proto.v1.ReplayService;
import io.weighbridge.proto.v1.ReplayState;
import io.weighbridge.proto.v1.ReplaySums;

import java.util.Objects;

/// Replays, as the contract has them.
final class ReplaysMapping {
    private ReplaysMapping() {}

    static io.weighbridge.proto.v1.Replay toProto(Replay replay) {
        return io.weighbridge.proto.v1.Replay.newBuilder()
                .setReplay(IdKind.REPLAY.format(replay.id()))
                .setPriceBook(IdKind.PRICE_BOOK.format(replay.bookId()))
                .setPriceBookVersion(replay.bookVersion())
                .setFromMs(replay.fromMs())
                .setToMs(replay.toMs())
                .setState(Objects.requireNonNull(ReplayState.forNumber(replay.state().number())))
                .setWhy(replay.why())
                .setAskedAtMs(replay.askedAtMs())
                .setEndedAtMs(replay.endedAtMs())
                .setDoneToMs(replay.doneToMs())
                .setNotCharged(replay.notCharged())
                .setSums(toProto(replay.sums()))
                .build();
    }

    static ReplayAccount account(ReplayLine line) {
        return ReplayAccount.newBuilder()
                .setAccount(IdKind.ACCOUNT.format(line.id()))
                .setSums(toProto(line.sums()))
                .setDryAtMs(line.dryAtMs())
                .build();
    }

    static ReplayService service(ReplayLine line, String name) {
        return ReplayService.newBuilder().setService(name).setSums(toProto(line.sums())).build();
    }

    private static ReplaySums toProto(Sums sums) {
        return ReplaySums.newBuilder()
                .setCalls(sums.calls())
                .setBeforeNanos(sums.beforeNanos())
                .setAfterNanos(sums.afterNanos())
                .setUnpricedCalls(sums.unpricedCalls())
                .setUnpricedBeforeNanos(sums.unpricedBeforeNanos())
                .setCostedCalls(sums.costedCalls())
                .setCostNanos(sums.costNanos())
                .setCostedBeforeNanos(sums.costedBeforeNanos())
                .setCostedAfterNanos(sums.costedAfterNanos())
                .build();
    }
}
