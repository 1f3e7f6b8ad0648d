package io.weighbridge.backend.demo;

import io.weighbridge.model.ServiceTier;

import java.util.List;

/// A key that the demo plays with.
///
/// @param keyId its id
/// @param accountId who pays
/// @param name of the key
/// @param account name of the account
/// @param secret shown once, so kept only in memory
/// @param weight its part of the traffic
/// @param tier of its calls
/// @param uses services, each as often as its weight says
record DemoKey(
        long keyId,
        long accountId,
        String name,
        String account,
        String secret,
        int weight,
        ServiceTier tier,
        List<Use> uses) {
    DemoKey {
        uses = List.copyOf(uses);
    }

    /// How often a key calls a service.
    record Use(String service, int weight) {}

    /// Leaves the secret out.
    @Override
    public String toString() {
        return "DemoKey[" + account + ": " + name + "]";
    }
}
