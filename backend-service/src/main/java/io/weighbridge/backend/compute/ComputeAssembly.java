package io.weighbridge.backend.compute;

import io.grpc.BindableService;
import io.weighbridge.backend.compute.analysis.ModelAnalysis;
import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.curve.ServiceCurves;
import io.weighbridge.backend.compute.gpu.GpuStore;
import io.weighbridge.backend.compute.gpu.Gpus;
import io.weighbridge.backend.compute.saved.ModelStore;
import io.weighbridge.backend.compute.saved.Models;
import io.weighbridge.backend.compute.saved.Proposals;
import io.weighbridge.backend.platform.http.DocumentHttp;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.pricing.Prices;
import io.weighbridge.backend.services.Services;

/// Puts the feature together.
public final class ComputeAssembly {
    private final ServiceCurves curves;
    private final Gpus gpus;
    private final Models models;
    private final Proposals proposals;
    private final Services services;

    /// @param currency the installation's
    /// @throws io.weighbridge.backend.platform.fault.Fault STORE_UNAVAILABLE
    public ComputeAssembly(
            GpuStore gpuStore,
            ModelStore modelStore,
            Services services,
            Prices prices,
            String currency,
            IdSource ids,
            TimeSource time) {
        this.services = services;
        curves = new ServiceCurves(gpuStore, modelStore);
        gpus = new Gpus(gpuStore, currency, ids, time, curves::refresh);
        models = new Models(modelStore, gpus, currency, ids, time, curves::refresh);
        proposals = new Proposals(models, gpus, prices, time);
        curves.load();
    }

    /// What calls take of GPUs.
    public ServiceCurves curves() {
        return curves;
    }

    /// The catalogue.
    public Gpus gpus() {
        return gpus;
    }

    /// Models, and what services run.
    public Models models() {
        return models;
    }

    /// All of it over gRPC.
    public BindableService grpc() {
        DocumentHttp http =
                DocumentHttp.fromTheInternet(ModelAnalysis.CONFIG, ModelContent.CONFIG_BYTES_MAX);
        return new ComputeGrpc(gpus, models, proposals, services, http);
    }
}
