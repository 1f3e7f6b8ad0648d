package io.weighbridge.backend.codes;

import io.grpc.BindableService;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.accounts.MovingAlone;
import io.weighbridge.backend.ledger.accounts.Promotions;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;

/// Puts the feature together.
public final class CodesAssembly {
    private final Codes codes;
    private final Redemptions redemptions;

    public CodesAssembly(
            SqlCodeStore store,
            Promotions promotions,
            Accounts accounts,
            IdSource ids,
            TimeSource time) {
        codes = new Codes(store, ids, time);
        redemptions = new Redemptions(store, promotions, accounts, time);
    }

    /// Batches of codes.
    public Codes codes() {
        return codes;
    }

    /// Turns codes into credit.
    public Redemptions redemptions() {
        return redemptions;
    }

    /// All of it over gRPC.
    ///
    /// @param alone decides what the operator who calls may move alone
    public BindableService grpc(MovingAlone alone) {
        return new CodesGrpc(codes, redemptions, alone);
    }
}
