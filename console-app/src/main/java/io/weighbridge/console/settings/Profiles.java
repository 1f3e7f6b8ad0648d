package io.weighbridge.console.settings;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.weighbridge.console.client.Profile;
import io.weighbridge.console.client.Trust;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The connections that the operator made. An entry that cannot be understood, which a newer
/// console or a person wrote, is passed over and stays in the file.
public final class Profiles {
    private static final Logger LOG = LoggerFactory.getLogger(Profiles.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "profiles";

    private final Settings settings;

    public Profiles(Settings settings) {
        this.settings = settings;
    }

    /// As it stands in the file.
    ///
    /// @param trust `system`, `plaintext`, or the path of a certificate
    record Stored(
            @Nullable String name,
            @Nullable String address,
            @Nullable String trust,
            @Nullable String user,
            @Nullable String environment) {
        /// @throws IllegalArgumentException when something is missing, or is no such thing
        Profile profile() {
            if (name == null
                    || address == null
                    || trust == null
                    || user == null
                    || environment == null) {
                throw new IllegalArgumentException("a field is missing");
            }
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
        return entries().stream().map(Profiles::profile).flatMap(Optional::stream).toList();
    }

    private List<JsonNode> entries() {
        return settings.get(NAME, JsonNode[].class).map(Arrays::asList).orElse(List.of());
    }

    private static Optional<Profile> profile(JsonNode entry) {
        try {
            return Optional.ofNullable(JSON.treeToValue(entry, Stored.class)).map(Stored::profile);
        } catch (JacksonException | IllegalArgumentException e) {
            LOG.warn("A stored connection cannot be understood and is passed over", e);
            return Optional.empty();
        }
    }

    private static boolean isNamed(JsonNode entry, String name) {
        return profile(entry).filter(profile -> profile.name().equals(name)).isPresent();
    }

    /// Adds a profile, or replaces the one of the same name, and puts it first.
    public void use(Profile profile) {
        List<JsonNode> next = new ArrayList<>(entries());
        next.removeIf(entry -> isNamed(entry, profile.name()));
        next.addFirst(JSON.valueToTree(Stored.of(profile)));
        write(next);
    }

    /// Forgets a profile.
    public void remove(String name) {
        write(entries().stream().filter(entry -> !isNamed(entry, name)).toList());
    }

    private void write(List<JsonNode> entries) {
        settings.put(NAME, entries);
        settings.save();
    }
}
