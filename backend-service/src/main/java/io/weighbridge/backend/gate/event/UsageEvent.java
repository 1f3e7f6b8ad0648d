package io.weighbridge.backend.gate.event;

import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.ServiceTier;

/// Usage that was not authorised here, told after the fact.
///
/// @param teller the credential that tells it
/// @param source who saw it, in the words of the teller; with `id` unlike any other event of the
///     teller's
/// @param id of the event at its source
/// @param payer id of the account, or of the API key, that pays
/// @param service name of what was called
/// @param tier which price lines apply
/// @param subject the end user inside the account, empty for none
/// @param tags `key=value` with line feeds between, empty for none
/// @param atMs when it happened
/// @param settlement what was used and how it ended
public record UsageEvent(
        Caller.Proxy teller,
        String source,
        String id,
        String payer,
        String service,
        ServiceTier tier,
        String subject,
        String tags,
        long atMs,
        Settlement settlement) {}
