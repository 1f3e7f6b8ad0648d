package io.weighbridge.backend;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.pricing.importing.PriceImportsGrpc;
import io.weighbridge.backend.pricing.others.PriceCatalogues;
import io.weighbridge.backend.pricing.others.SqlPriceCatalogueStore;
import io.weighbridge.backend.services.Services;

/// Wires imports of prices.
final class SqlPriceImports {
    private SqlPriceImports() {}

    static PriceImportsGrpc grpc(
            Config config,
            Database database,
            Prices prices,
            Services services,
            IdSource ids,
            TimeSource time) {
        return PriceImportsGrpc.of(
                prices,
                services,
                new PriceCatalogues(new SqlPriceCatalogueStore(database), ids, time),
                config.currency());
    }
}
