package io.weighbridge.backend.proxies.forwardauth;

import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;

import java.util.List;

/// The page docs/proxies/haproxy.md.
@NeedsProgram(Program.HAPROXY)
final class HaproxyTest extends RealProxyContract {
    @Override
    FrontedModel.Kind kind() {
        return new FrontedModel.Kind(
                "haproxy",
                List.of("haproxy.cfg", "weighbridge.lua"),
                file -> List.of(Program.HAPROXY.path().toString(), "-f", file.toString()));
    }
}
