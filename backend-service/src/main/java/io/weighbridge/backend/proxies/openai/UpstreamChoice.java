package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.models.ModelRoute;
import io.weighbridge.backend.proxies.models.Provider;

import org.jspecify.annotations.Nullable;

/// Who is to serve a request.
sealed interface UpstreamChoice {
    /// The operator's servers.
    ///
    /// @param route null for nobody
    record Operators(@Nullable ModelRoute route) implements UpstreamChoice {}

    /// A provider, with the calling account's own key.
    ///
    /// @param route to the provider's model
    /// @param accountId whose key
    record Own(Provider provider, ModelRoute route, long accountId) implements UpstreamChoice {}

    /// Nobody.
    record Refused(ApiError error) implements UpstreamChoice {}
}
