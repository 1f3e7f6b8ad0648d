-- What calls cost. Of records: the basis of the service's cost of GPUs (0: none), and what was predicted
-- and measured (-1: not known).

ALTER TABLE usage_record ADD COLUMN cost_basis INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage_record ADD COLUMN predicted_cost_nanos INTEGER NOT NULL DEFAULT -1;
ALTER TABLE usage_record ADD COLUMN measured_cost_nanos INTEGER NOT NULL DEFAULT -1;

-- Of sums: the calls whose cost is known, what they cost and were charged; and those of which both a
-- predicted and a measured cost of GPUs are known. Records before costs_from_sequence are in none of
-- them.

ALTER TABLE ledger_state ADD COLUMN costs_from_sequence INTEGER NOT NULL DEFAULT 0;

UPDATE ledger_state SET costs_from_sequence = folded_sequence + 1;

ALTER TABLE rollup ADD COLUMN costed_calls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup ADD COLUMN cost_nanos INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup ADD COLUMN costed_charge_nanos INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup ADD COLUMN compared_calls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup ADD COLUMN predicted_cost_nanos INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup ADD COLUMN measured_cost_nanos INTEGER NOT NULL DEFAULT 0;

ALTER TABLE rollup_total ADD COLUMN costed_calls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup_total ADD COLUMN cost_nanos INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup_total ADD COLUMN costed_charge_nanos INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup_total ADD COLUMN compared_calls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup_total ADD COLUMN predicted_cost_nanos INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup_total ADD COLUMN measured_cost_nanos INTEGER NOT NULL DEFAULT 0;

ALTER TABLE rollup_tag ADD COLUMN costed_calls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup_tag ADD COLUMN cost_nanos INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup_tag ADD COLUMN costed_charge_nanos INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup_tag ADD COLUMN compared_calls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup_tag ADD COLUMN predicted_cost_nanos INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rollup_tag ADD COLUMN measured_cost_nanos INTEGER NOT NULL DEFAULT 0;
