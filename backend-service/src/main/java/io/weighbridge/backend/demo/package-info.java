/// `weighbridge demo`: a small catalogue, and traffic that goes through the gateway over HTTP, or
/// through the gate over gRPC where a gateway cannot serve it, from a trace or made from a seed.
/// Every row of the traffic is charged once or refused with a reason, over any number of starts;
/// what the store holds says so at the end, not a counter.
///
/// [DemoCommand] -> [DemoRun] -> [Traffic] (when) -> [RowPlayer] (how one row goes):
/// [GatewayCaller] -> `SdkHttp` (a customer's SDK) -> the gateway -> `FakeModelHttp`, or [Caller]
/// -> `DemoGrpc` (a proxy's client of the gate); [Catalogue] makes what the rows are played with,
/// [Progress] knows which rows are done, [Meters] counts for the live view.
@NullMarked
package io.weighbridge.backend.demo;

import org.jspecify.annotations.NullMarked;
