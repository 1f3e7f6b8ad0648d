package io.weighbridge.backend.gate.admit;

import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

/// What a proxy asks before a call.
///
/// @param requestId the proxy's id of the call, null to have one made
/// @param apiKey as the client sent it
/// @param service name
/// @param estimate units expected
/// @param leastOutputTokens 0 for all or nothing, else the least that is worth starting for
/// @param subject end user inside the account, empty for none
/// @param tags `key=value` with line feeds between, empty for none
/// @param idempotent whether a repeat answers with the same hold
/// @param tier which price lines apply
/// @param proxy name of the proxy, empty for none
/// @param ttlMs life of the hold without news, 0 as the service says
/// @param clientAddress where the client is, as text; empty when the proxy did not tell it or is
///     not believed
/// @param isMeasured whether the estimate counts one call in several ways, of which those count
///     that the service is priced by
public record AuthorizeCall(
        @Nullable RequestId requestId,
        String apiKey,
        String service,
        Units estimate,
        long leastOutputTokens,
        String subject,
        String tags,
        boolean idempotent,
        ServiceTier tier,
        String proxy,
        long ttlMs,
        String clientAddress,
        boolean isMeasured) {
    /// The proxy whose calls may be measured: the own gateway.
    public static final String MEASURING_PROXY = "own:gateway";

    /// The same call with this many output tokens expected, all of which are worth waiting for.
    public AuthorizeCall withOutput(long outputTokens) {
        return new AuthorizeCall(
                requestId,
                apiKey,
                service,
                estimate.with(Unit.OUTPUT_TOKENS, outputTokens),
                Math.min(leastOutputTokens, outputTokens),
                subject,
                tags,
                idempotent,
                tier,
                proxy,
                ttlMs,
                clientAddress,
                isMeasured);
    }

    /// Leaves the key out.
    @Override
    public String toString() {
        return "AuthorizeCall[" + requestId + " " + service + " " + estimate + "]";
    }
}
