package io.weighbridge.backend.demo;

import io.weighbridge.backend.demo.model.FakeGpu;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

/// Plays one row as a proxy of somebody's own would: asks the gate over gRPC, serves, settles. Safe
/// for sharing.
final class Caller implements RowPlayer {
    private final DemoGrpc gate;
    private final Progress progress;
    private final Meters meters;
    private final StopSignal stop;
    private final Cashier cashier;
    private final double speed;
    private final FakeGpu gpu;

    Caller(
            DemoGrpc gate,
            Progress progress,
            Meters meters,
            StopSignal stop,
            Cashier cashier,
            double speed,
            FakeGpu gpu) {
        this.gate = gate;
        this.progress = progress;
        this.meters = meters;
        this.stop = stop;
        this.cashier = cashier;
        this.speed = speed;
        this.gpu = gpu;
    }

    private static RequestId newId() {
        return RequestId.next(System.currentTimeMillis());
    }

    @Override
    public void play(PlannedCall call) {
        switch (call.course()) {
            case PLAIN -> plain(call, newId());
            case EXTENDED -> extended(call);
            case METERED -> metered(call);
        }
    }

    // Waits as long as the model takes; not at all once the demo is to end.
    private void serve(PlannedCall call, int divisor) {
        var _ = stop.await((long) (call.upstreamMicros() * 1_000 / speed / divisor));
    }

    private static long computeMs(PlannedCall call) {
        return call.upstreamMicros() / 1_000;
    }

    private void plain(PlannedCall call, RequestId id) {
        switch (gate.authorize(call, id, call.estimate())) {
            case GateAnswer.Refused refused -> refused(call, refused);
            case GateAnswer.Admitted admitted when call.releasedFirst() -> {
                meters.opened(call.key());
                serve(call, 10);
                gate.release(admitted.holdId(), "the model server is full");
                meters.released(call.key());
                again(call);
            }
            case GateAnswer.Admitted admitted -> {
                meters.opened(call.key());
                serve(call, 1);
                settle(call, admitted.holdId(), call.used());
            }
        }
    }

    // On another model server, under a new id.
    private void again(PlannedCall call) {
        switch (gate.authorize(call, newId(), call.estimate())) {
            case GateAnswer.Refused refused -> refused(call, refused);
            case GateAnswer.Admitted admitted -> {
                meters.opened(call.key());
                serve(call, 1);
                settle(call, admitted.holdId(), call.used());
            }
        }
    }

    private void extended(PlannedCall call) {
        long most = call.estimate().get(Unit.OUTPUT_TOKENS);
        long half = most / 2;
        switch (gate.authorize(call, newId(), call.estimate().with(Unit.OUTPUT_TOKENS, half))) {
            case GateAnswer.Refused refused -> refused(call, refused);
            case GateAnswer.Admitted admitted -> {
                meters.opened(call.key());
                serve(call, 2);
                Units used = call.used();
                if (used.get(Unit.OUTPUT_TOKENS) > half) {
                    Units heard = upTo(used, half);
                    long ceiling = gate.extend(admitted.holdId(), heard, most - half);
                    serve(call, 2);
                    // What is over the guess becomes an overrun; a gate that says stop is heeded.
                    used = ceiling < most ? upTo(used, ceiling) : used;
                }
                settle(call, admitted.holdId(), used);
            }
        }
    }

    // These units with output, and its parts, cut to a ceiling.
    private static Units upTo(Units units, long output) {
        if (units.get(Unit.OUTPUT_TOKENS) <= output) {
            return units;
        }
        Units cut = units.with(Unit.OUTPUT_TOKENS, output);
        return cut.has(Unit.REASONING_TOKENS)
                ? cut.with(Unit.REASONING_TOKENS, Math.min(output, cut.get(Unit.REASONING_TOKENS)))
                : cut;
    }

    private void metered(PlannedCall call) {
        String holdId;
        Units used = call.used();
        try (MeteredGrpc stream = gate.meter()) {
            switch (stream.open(call, newId(), call.estimate())) {
                case GateAnswer.Refused refused -> {
                    refused(call, refused);
                    return;
                }
                case GateAnswer.Admitted admitted -> holdId = admitted.holdId();
            }
            meters.opened(call.key());
            long output = used.get(Unit.OUTPUT_TOKENS);
            for (int part = 1; part <= 3; part++) {
                Units sofar = upTo(used, output * part / 3);
                serve(call, 3);
                stream.progress(sofar);
                if (part < 3 && stream.mustStop()) {
                    used = sofar;
                    break;
                }
            }
            try {
                Settled settled = stream.done(used, call.outcome(), computeMs(call));
                charged(call, used, settled);
            } catch (GateFailure e) {
                // The same settle again: charged once, whether the first arrived or not.
                settle(call, holdId, used);
            }
        }
    }

    private void settle(PlannedCall call, String holdId, Units used) {
        charged(call, used, gate.settle(holdId, used, call.outcome(), computeMs(call)));
    }

    private void charged(PlannedCall call, Units used, Settled settled) {
        gpu.read(call.service(), used.get(Unit.INPUT_TOKENS), used.get(Unit.CACHED_INPUT_TOKENS));
        gpu.wrote(call.service(), used.get(Unit.OUTPUT_TOKENS));
        gpu.ended(call.service());
        progress.charged(call.row().number());
        meters.charged(call.key(), used, settled);
        if (call.outcome() == Outcome.UPSTREAM_ERROR && settled.chargeNanos() > 0) {
            cashier.failed(call.row().number(), settled.recordId());
        }
    }

    private void refused(PlannedCall call, GateAnswer.Refused refused) {
        progress.refused(call.row().number(), refused.reason());
        meters.refused(call.key(), refused.reason());
    }
}
