/// `weighbridge demo`: a small catalogue, and traffic that goes through the gate over gRPC, from a
/// trace or made from a seed. Every row of the traffic is charged once or refused with a reason,
/// over any number of starts; what the store holds says so at the end, not a counter.
///
/// [DemoCommand] -> [DemoRun] -> [Traffic] (when) -> [Caller] (how one row goes) -> `DemoGrpc` (the
/// gate's client); [Catalogue] makes what the rows are played with, [Progress] knows which rows are
/// done, [Meters] counts for the live view.
@NullMarked
package io.weighbridge.backend.demo;

import org.jspecify.annotations.NullMarked;
