package io.weighbridge.backend.usage;

import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;

/// What is known of a call from the moment it was authorised, and does not change.
///
/// @param id the request id, also the id of its usage record
/// @param accountId who pays
/// @param keyId the key it was made with; 0 for none, where usage is told of the account alone
/// @param serviceId what was called
/// @param tier which price lines apply
/// @param priceBookId the book in force when it was authorised; 0 when none was
/// @param subject the end user inside the account, empty for none
/// @param tags `key=value` with line feeds between, empty for none
/// @param proxy name of the proxy, empty for none
/// @param authorizedAtMs when
public record Call(
        RequestId id,
        long accountId,
        long keyId,
        long serviceId,
        ServiceTier tier,
        long priceBookId,
        String subject,
        String tags,
        String proxy,
        long authorizedAtMs) {}
