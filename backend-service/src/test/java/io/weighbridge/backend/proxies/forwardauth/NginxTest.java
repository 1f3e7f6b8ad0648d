package io.weighbridge.backend.proxies.forwardauth;

import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;

import java.util.List;

/// The page docs/proxies/nginx.md.
@NeedsProgram(Program.NGINX)
final class NginxTest extends RealProxyContract {
    @Override
    FrontedModel.Kind kind() {
        return new FrontedModel.Kind(
                "nginx",
                List.of("nginx.conf"),
                file ->
                        List.of(
                                Program.NGINX.path().toString(),
                                "-p",
                                String.valueOf(file.getParent()),
                                "-c",
                                file.toString(),
                                "-g",
                                "daemon off;"));
    }
}
