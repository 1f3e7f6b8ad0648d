package io.weighbridge.backend.proxies.forwardauth;

import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;

import java.util.List;

/// The page docs/proxies/caddy.md.
@NeedsProgram(Program.CADDY)
final class CaddyTest extends RealProxyContract {
    @Override
    FrontedModel.Kind kind() {
        return new FrontedModel.Kind(
                "caddy",
                List.of("Caddyfile"),
                file ->
                        List.of(
                                Program.CADDY.path().toString(),
                                "run",
                                "--config",
                                file.toString(),
                                "--adapter",
                                "caddyfile"));
    }
}
