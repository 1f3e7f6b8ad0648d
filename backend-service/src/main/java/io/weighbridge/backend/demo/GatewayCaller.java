package io.weighbridge.backend.demo;

/// Plays one row as a customer's application would: through the gateway, with an SDK that tries
/// again what failed. Safe for sharing.
final class GatewayCaller implements RowPlayer {
    private static final int ATTEMPTS = 200;
    private static final long PAUSE_NANOS = 20_000_000;

    private final SdkHttp sdk;
    private final String fingerprint;
    private final Progress progress;
    private final Meters meters;
    private final StopSignal stop;
    private final Cashier cashier;
    private final double speed;

    GatewayCaller(
            SdkHttp sdk,
            String fingerprint,
            Progress progress,
            Meters meters,
            StopSignal stop,
            Cashier cashier,
            double speed) {
        this.sdk = sdk;
        this.fingerprint = fingerprint;
        this.progress = progress;
        this.meters = meters;
        this.stop = stop;
        this.cashier = cashier;
        this.speed = speed;
    }

    @Override
    public void play(PlannedCall call) {
        long row = call.row().number();
        meters.sent(call.key());
        switch (answer(call)) {
            case SdkAnswer.Whole whole -> {
                progress.charged(row);
                meters.admitted(call.key());
                meters.charged(
                        call.key(),
                        whole.used(),
                        new Settled(whole.recordId(), whole.costNanos(), 0, 0));
            }
            case SdkAnswer.Left _ -> {
                progress.charged(row);
                meters.admitted(call.key());
                meters.released(call.key());
            }
            case SdkAnswer.Broken broken -> {
                progress.charged(row);
                meters.admitted(call.key());
                meters.released(call.key());
                cashier.failed(row, broken.recordId());
            }
            case SdkAnswer.Refused refused -> {
                meters.released(call.key());
                progress.refused(row, refused.reason());
                meters.refused(call.key(), refused.reason());
            }
            case SdkAnswer.Failed failed -> throw new GateFailure(failed.text());
        }
    }

    // The last one, when it keeps failing.
    private SdkAnswer answer(PlannedCall call) {
        String tags = DemoGrpc.tags(call, fingerprint);
        for (int attempt = 0; ; attempt++) {
            SdkAnswer answer =
                    sdk.send(call.key().secret(), tags, SdkRequest.of(call, speed, attempt));
            if (!(answer instanceof SdkAnswer.Failed) || attempt == ATTEMPTS) {
                return answer;
            }
            var _ = stop.await(PAUSE_NANOS);
        }
    }
}
