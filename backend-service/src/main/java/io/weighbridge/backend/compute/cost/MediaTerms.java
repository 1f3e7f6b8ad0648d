package io.weighbridge.backend.compute.cost;

/// How a model serves that makes pictures or writes down speech, as an administrator says it.
public sealed interface MediaTerms permits PictureTerms, SpeechTerms {
    /// Looks at the numbers.
    ///
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD
    void check();
}
