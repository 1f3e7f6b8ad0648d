package io.weighbridge.backend.usage;

/// What was used of a service in an hour: of all that is summed, what tells how busy a GPU was with
/// it.
///
/// @param hourMs when the hour begins
/// @param serviceId the service
/// @param calls all of them
/// @param failedCalls of the calls
/// @param inputTokens with those that were cached
/// @param cachedTokens of the input
/// @param outputTokens that were written
/// @param images that were made
/// @param pixels of the images
/// @param audioMs that were heard
/// @param chargeNanos ratings of the hour included, refunds not taken off
public record HourUse(
        long hourMs,
        long serviceId,
        long calls,
        long failedCalls,
        long inputTokens,
        long cachedTokens,
        long outputTokens,
        long images,
        long pixels,
        long audioMs,
        long chargeNanos) {
    /// One of which no pictures and no sound are known yet.
    HourUse with(long ofImages, long ofPixels, long ofAudioMs) {
        return new HourUse(
                hourMs,
                serviceId,
                calls,
                failedCalls,
                inputTokens,
                cachedTokens,
                outputTokens,
                images + ofImages,
                pixels + ofPixels,
                audioMs + ofAudioMs,
                chargeNanos);
    }
}
