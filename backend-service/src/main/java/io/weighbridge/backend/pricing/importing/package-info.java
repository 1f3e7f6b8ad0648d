/// Prices from LiteLLM's price map into a draft.
///
/// [io.weighbridge.backend.pricing.importing.PriceImport] is the use case. The map is read by
/// [io.weighbridge.backend.pricing.importing.PriceMapReader], fetched by
/// [io.weighbridge.backend.platform.http.DocumentHttp]; what its fields mean is in
/// [io.weighbridge.backend.pricing.importing.FieldRule] and
/// [io.weighbridge.backend.pricing.importing.ModelPrices], which know neither JSON nor transports.
/// A price is taken over exactly or not at all, and what is not is listed with why.
@NullMarked
package io.weighbridge.backend.pricing.importing;

import org.jspecify.annotations.NullMarked;
