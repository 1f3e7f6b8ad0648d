package io.weighbridge.backend.proxies.media;

/// A call that makes, or hears, pictures or sound.
///
/// @param endpoint where
/// @param model the service
/// @param isStream whether the answer is to come in events
/// @param subject the end user it names, empty for none
/// @param size what it may come to
/// @param pixels of each picture that it asks for, 0 where it leaves that to the model
/// @param isPlainSound whether it asks for samples without a header
public record MediaRequest(
        MediaEndpoint endpoint,
        String model,
        boolean isStream,
        String subject,
        MediaSize size,
        long pixels,
        boolean isPlainSound) {}
