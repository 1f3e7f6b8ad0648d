package io.weighbridge.console.margin;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.proto.v1.ListOthersPricesReply;
import io.weighbridge.proto.v1.ListOthersPricesRequest;
import io.weighbridge.proto.v1.ListServiceModelsReply;
import io.weighbridge.proto.v1.ListServiceModelsRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.PriceProposal;
import io.weighbridge.proto.v1.ProposePriceRequest;

/// Where costs and others' prices are asked for. All of it blocks.
interface MarginSource {
    /// What services run, ran and will run.
    ListServiceModelsReply serviceModels(PageRequest page);

    /// What its tokens, pixels or recordings must be sold for, and what its calls take of GPUs: the
    /// one or the other, together they would be paid twice.
    ///
    /// @param service its name
    PriceProposal propose(String service);

    ListOthersPricesReply others(String text, PageRequest page);

    static MarginSource of(BackendClient client) {
        return new MarginSource() {
            @Override
            public ListServiceModelsReply serviceModels(PageRequest page) {
                return client.compute()
                        .listServiceModels(
                                ListServiceModelsRequest.newBuilder().setPage(page).build());
            }

            @Override
            public PriceProposal propose(String service) {
                ProposePriceRequest perUnit =
                        ProposePriceRequest.newBuilder().setService(service).build();
                PriceProposal byCurve =
                        client.compute().proposePrice(perUnit.toBuilder().setByCurve(true).build());
                return client.compute().proposePrice(perUnit).toBuilder()
                        .addAllRates(byCurve.getRatesList())
                        .build();
            }

            @Override
            public ListOthersPricesReply others(String text, PageRequest page) {
                return client.othersPrices()
                        .listOthersPrices(
                                ListOthersPricesRequest.newBuilder()
                                        .setText(text)
                                        .setPage(page)
                                        .build());
            }
        };
    }
}
