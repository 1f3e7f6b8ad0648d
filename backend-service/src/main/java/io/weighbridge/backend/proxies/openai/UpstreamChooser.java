package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.gate.keys.KeyOffers;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.backend.proxies.call.Client;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.models.ModelTable;
import io.weighbridge.backend.proxies.models.Provider;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.upstreamkeys.UpstreamKeyTable;
import io.weighbridge.backend.upstreamkeys.UpstreamSecret;
import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.OptionalLong;

/// Decides who serves a request: the operator's servers, or, where the operator has no service of
/// the model's name or the request chooses so, a provider with the calling account's own key. Safe
/// for sharing.
final class UpstreamChooser {
    /// The header by which a request chooses.
    static final String HEADER = "x-weighbridge-upstream";

    private static final String OWN = "own";

    private final ModelTable models;
    private final Services services;
    private final KeyOffers offers;
    private final UpstreamKeyTable keys;

    UpstreamChooser(ModelTable models, Services services, KeyOffers offers, UpstreamKeyTable keys) {
        this.models = models;
        this.services = services;
        this.offers = offers;
        this.keys = keys;
    }

    /// Who serves a model.
    UpstreamChoice of(String model, List<HeaderLine> headers, Client client) {
        List<String> chosen =
                headers.stream()
                        .filter(header -> header.name().equalsIgnoreCase(HEADER))
                        .map(HeaderLine::value)
                        .toList();
        boolean choosesOwn = chosen.equals(List.of(OWN));
        if (!choosesOwn && !chosen.isEmpty()) {
            return new UpstreamChoice.Refused(
                    ApiError.wrong(
                            400,
                            "invalid_header",
                            HEADER + ": (expected: " + OWN + ", once, or no such header)"));
        }
        // It is no model: nobody may have one at its fee, or at the price of a tool.
        if (models.isNoModel(model)) {
            return unknown(model);
        }
        Provider provider = models.provider(model);
        boolean isServed = services.directory().byName(model) != null;
        boolean mayBeOwn = provider != null && (!isServed || (choosesOwn && provider.isChosen()));
        if (provider != null && mayBeOwn) {
            OptionalLong account = offers.account(client.key(), client.address());
            if (account.isPresent() && keys.has(account.getAsLong(), provider.name())) {
                String name = model.substring(provider.name().length() + 1);
                return new UpstreamChoice.Own(provider, provider.route(name), account.getAsLong());
            }
        }
        return choosesOwn ? unknown(model) : new UpstreamChoice.Operators(models.route(model));
    }

    /// The key that a call is made with now.
    ///
    /// @return null when it was removed meanwhile
    /// @throws io.weighbridge.backend.platform.fault.Fault as [UpstreamKeyTable#open]
    @Nullable OwnKey key(UpstreamChoice.Own own) {
        String provider = own.provider().name();
        UpstreamSecret secret = keys.open(own.accountId(), provider);
        return secret == null ? null : new OwnKey(provider, secret);
    }

    private static UpstreamChoice unknown(String model) {
        return new UpstreamChoice.Refused(ApiErrors.of(RefusalReason.UNKNOWN_SERVICE, model));
    }
}
