package io.weighbridge.backend.pricing.importing;

import io.weighbridge.backend.platform.http.DocumentHttp;

/// Where price maps are fetched from.
public final class PriceMapSource {
    private static final String WHAT = "a price map";

    private PriceMapSource() {}

    /// For a service: addresses of the internet only.
    public static DocumentHttp fromTheInternet() {
        return DocumentHttp.fromTheInternet(WHAT, PriceMapReader.BYTES_MAX);
    }

    /// For a person at their own machine: any address.
    public static DocumentHttp fromAnywhere() {
        return DocumentHttp.fromAnywhere(WHAT, PriceMapReader.BYTES_MAX);
    }
}
