package io.weighbridge.console.settings;

import io.weighbridge.console.client.Profile;
import io.weighbridge.console.client.Trust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The connections that the operator made.
public final class Profiles {
    private static final String NAME = "profiles";

    private final Settings settings;

    public Profiles(Settings settings) {
        this.settings = settings;
    }

    /// As it stands in the file.
    ///
    /// @param trust `system`, `plaintext`, or the path of a certificate
    record Stored(String name, String address, String trust, String user, String environment) {
        Profile profile() {
            return new Profile(
                    name,
                    address,
                    switch (trust) {
                        case "system" -> new Trust.Authorities();
                        case "plaintext" -> new Trust.Plaintext();
                        default -> new Trust.Certificate(Path.of(trust));
                    },
                    user,
                    Profile.Environment.valueOf(environment));
        }

        static Stored of(Profile profile) {
            String trust =
                    switch (profile.trust()) {
                        case Trust.Authorities() -> "system";
                        case Trust.Plaintext() -> "plaintext";
                        case Trust.Certificate(var file) -> file.toString();
                    };
            return new Stored(
                    profile.name(),
                    profile.address(),
                    trust,
                    profile.user(),
                    profile.environment().name());
        }
    }

    /// All, the last used first.
    public List<Profile> all() {
        return settings.get(NAME, Stored[].class).stream()
                .flatMap(Arrays::stream)
                .map(Stored::profile)
                .toList();
    }

    /// Adds a profile, or replaces the one of the same name, and puts it first.
    public void use(Profile profile) {
        List<Profile> next = new ArrayList<>(all());
        next.removeIf(other -> other.name().equals(profile.name()));
        next.addFirst(profile);
        write(next);
    }

    /// Forgets a profile.
    public void remove(String name) {
        write(all().stream().filter(profile -> !profile.name().equals(name)).toList());
    }

    private void write(List<Profile> profiles) {
        settings.put(NAME, profiles.stream().map(Stored::of).toList());
        settings.save();
    }
}
