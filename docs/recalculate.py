#!/usr/bin/env python3
"""Recomputes every charge and every balance of an export, from its files alone.

Usage: recalculate.py DIRECTORY

The directory holds usage.csv, transfers.csv, balances.csv and prices.json, as docs/export.md
describes them. Prints "N charges and M balances agree" and exits with 0, or prints each difference
and exits with 1. Needs nothing but Python 3.8 or newer. All arithmetic is exact.
"""
import csv
import heapq
import json
import sys
from collections import defaultdict
from datetime import datetime, timezone
from fractions import Fraction
from pathlib import Path

# Units that are part of another one.
PART_OF = {
    "cached_input_tokens": "input_tokens",
    "cache_write_5m_tokens": "input_tokens",
    "cache_write_1h_tokens": "input_tokens",
    "audio_input_tokens": "input_tokens",
    "image_input_tokens": "input_tokens",
    "reasoning_tokens": "output_tokens",
    "audio_output_tokens": "output_tokens",
    "image_output_tokens": "output_tokens",
}
# What calls take of GPUs: reckoned by the gate where nobody tells it.
COMPUTE = {"gpu_milliseconds", "vram_mib_milliseconds", "gigaflops"}
NEVER = 2**63 - 1


class Differences:
    """What does not agree."""

    def __init__(self):
        self.texts = []

    def expect(self, what, written, computed):
        if written != computed:
            self.texts.append(f"{what}: the file says {written}, the recalculation {computed}")


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file, strict=True)


def units_of(text):
    """'input_tokens=1500 output_tokens=300' as a dictionary."""
    return {unit: int(count) for unit, count in (pair.split("=") for pair in text.split())}


def with_reckoned(units, lines):
    """The units, and the compute that was not told: how much of it was reckoned only the lines say."""
    all_units = dict(units)
    for line in lines.split():
        unit, count = line.split("@")[0].split(":")
        if unit in COMPUTE and unit not in units:
            all_units[unit] = all_units.get(unit, 0) + int(count)
    return all_units


def month_of(at_ms):
    at = datetime.fromtimestamp(at_ms // 1000, timezone.utc)
    return at.year, at.month


class Book:
    """A price book's rates and fees, ready to be looked up."""

    def __init__(self, book):
        self.rates = defaultdict(list)
        for rate in book["rates"]:
            key = rate["service_id"], rate["tier"], rate["account_id"], rate["unit"]
            self.rates[key].append(rate)
        self.fees = {fee["service_id"]: fee for fee in book["fees"]}

    def rate(self, service, tier, account, unit, input_tokens):
        """The rate of a unit: the account's own ones if there are any, else the general ones; of
        these the one with the highest threshold below the prompt's size."""
        rates = self.rates.get((service, tier, account, unit)) or self.rates.get(
            (service, tier, "", unit)
        )
        fitting = [
            rate
            for rate in rates or []
            if rate["above_input_tokens"] == 0 or input_tokens > rate["above_input_tokens"]
        ]
        return max(fitting, key=lambda rate: rate["above_input_tokens"], default=None)

    def fee(self, service):
        return self.fees.get(service) or self.fees.get("")


def amount(rate, count, used):
    """The exact price of a count, when `used` of the unit were used before in the month."""
    steps = [(0, rate["price_nanos"])]
    steps += [(step["from_count"], step["price_nanos"]) for step in rate["steps"]]
    price = Fraction(0)
    for number, (start, nanos) in enumerate(steps):
        end = steps[number + 1][0] if number + 1 < len(steps) else NEVER
        part = min(used + count, end) - max(used, start)
        if part > 0:
            price += Fraction(part * nanos, rate["per"])
    return price


def charge_of(book, service, tier, account, units, volumes, counts_as_request):
    """Price and charge in whole nanos."""
    input_tokens = units.get("input_tokens", 0)

    def rate(unit):
        return book.rate(service, tier, account, unit, input_tokens)

    charged = dict(units)
    if counts_as_request and "requests" not in units and rate("requests"):
        charged["requests"] = 1
    price = Fraction(0)
    for unit, count in charged.items():
        its_rate = rate(unit)
        if its_rate:
            # Parts with a rate of their own are charged there.
            for part, whole in PART_OF.items():
                if whole == unit and part in units and rate(part):
                    count -= units[part]
            price += amount(its_rate, count, volumes.get(unit, 0))
    fee = book.fee(service)
    charge = price
    if fee:
        charge = price * (1 + Fraction(fee["price_millionths"], 1_000_000))
        if counts_as_request:
            charge += fee["per_request_nanos"]
    # round() of a fraction goes to the nearest whole number, halves to the even one.
    return round(price), round(charge)


def check_charges(directory, differences):
    """Recomputes usage.csv. Returns what must have moved, by sequence."""
    prices = json.loads((directory / "prices.json").read_text(encoding="utf-8"))
    books = {book["id"]: Book(book) for book in prices["books"]}
    volumes = defaultdict(lambda: defaultdict(int))
    told_later = []
    expected = {}
    refunds = {}
    count = 0
    for row in read_csv(directory / "usage.csv"):
        name = "record " + row["record_id"]
        units = units_of(row["units"])
        whose = row["account_id"], row["service_id"]
        while told_later and told_later[0][0] < int(row["sequence"]):
            _, place, later = heapq.heappop(told_later)
            for unit, number in later:
                volumes[place][unit] += number
        used = volumes[(*whose, month_of(int(row["settled_at_ms"])))]
        request = row["outcome"] != "upstream_error"
        where = row["service_id"], row["tier"], row["account_id"]
        if row["unrated_reason"]:
            price, charge = 0, 0
        else:
            book = books[row["price_book_id"]]
            counted = with_reckoned(units, row["lines"])
            price, charge = charge_of(book, *where, counted, used, request)
        differences.expect(name + ", price_nanos", int(row["price_nanos"]), price)
        differences.expect(name + ", fee_nanos", int(row["fee_nanos"]), charge - price)
        differences.expect(name + ", charge_nanos", int(row["charge_nanos"]), charge)
        overrun = max(0, charge - int(row["held_nanos"]))
        differences.expect(name + ", overrun_nanos", int(row["overrun_nanos"]), overrun)
        expected[int(row["sequence"])] = price, charge - price
        count += 1
        for unit, number in units.items():
            used[unit] += number
        if request and "requests" not in units:
            used["requests"] += 1
        if row["rated_sequence"]:
            place = (*whose, month_of(int(row["rated_at_ms"])))
            later = list(units_of(row["rated_units"]).items())
            heapq.heappush(told_later, (int(row["rated_sequence"]), place, later))
            rated_price, rated_charge = 0, 0
            if row["written_off"] == "0":
                book = books[row["rated_price_book_id"]]
                rated_units = units or units_of(row["rated_units"])
                rated_units = with_reckoned(rated_units, row["rated_lines"])
                # Volume steps do not apply to what is rated later.
                rated_price, rated_charge = charge_of(book, *where, rated_units, {}, request)
            differences.expect(
                name + ", rated_charge_nanos", int(row["rated_charge_nanos"]), rated_charge
            )
            overrun = max(0, rated_charge - int(row["held_nanos"]))
            differences.expect(
                name + ", rated_overrun_nanos", int(row["rated_overrun_nanos"]), overrun
            )
            expected[int(row["rated_sequence"])] = rated_price, rated_charge - rated_price
            charge += rated_charge
        refunded = int(row["refunded_nanos"])
        if refunded:
            refunds[row["record_id"]] = refunded
            if refunded > charge:
                differences.texts.append(f"{name}: refunded {refunded} of a charge of {charge}")
    return count, expected, refunds


def check_transfers(directory, expected, refunds, grants, differences):
    """Replays transfers.csv. Returns each ledger's balance."""
    balances = defaultdict(int)
    moved = defaultdict(lambda: [0, 0])
    burnt = defaultdict(list)
    returned = defaultdict(int)
    owned = defaultdict(set)
    for row in read_csv(directory / "transfers.csv"):
        sequence, nanos = int(row["sequence"]), int(row["amount_nanos"])
        source, target, account = row["from"], row["to"], row["account_id"]
        if row["kind"] in ("usage", "rating"):
            moved[sequence][0 if target == "usage_revenue" else 1] += nanos
            check_burn(row, source, account, balances, owned, grants, differences)
        if row["kind"] == "refund" and source in ("usage_revenue", "fee_revenue"):
            returned[row["record_id"]] += nanos
        if target.startswith("grant_"):
            owned[account].add(target)
        balances[source] -= nanos
        balances[target] += nanos
    for sequence in sorted(set(expected) | set(moved)):
        differences.expect(
            f"transfers of fact {sequence}",
            tuple(moved.get(sequence, (0, 0))),
            expected.get(sequence, (0, 0)),
        )
    for record in sorted(set(refunds) | set(returned)):
        differences.expect(
            f"record {record}, refunded_nanos", refunds.get(record, 0), returned.get(record, 0)
        )
    return balances


def check_burn(row, source, account, balances, owned, grants, differences):
    """Credit is taken from the grant that expires first, then from the oldest, then overdrawn."""
    name = f"transfer {row['sequence']}.{row['line']}"
    left = [grant for grant in owned[account] if balances[grant] > 0 and grant in grants]
    first = min(left, key=grants.get, default=account)
    differences.expect(name + ", burnt from", source, first)
    if first != account and int(row["amount_nanos"]) > balances[first]:
        differences.texts.append(f"{name}: takes more than {first} has")


def check_balances(directory, rows, balances, differences):
    accounts = defaultdict(int)
    written = {}
    for row in rows:
        differences.expect(
            f"balance of {row['ledger']}", int(row["balance_nanos"]), balances.pop(row["ledger"], 0)
        )
        if row["account_id"]:
            accounts[row["account_id"]] += int(row["balance_nanos"])
            written[row["account_id"]] = int(row["account_balance_nanos"])
    for ledger, nanos in balances.items():
        differences.texts.append(f"balances.csv lacks {ledger}, which has {nanos}")
    for account, nanos in written.items():
        differences.expect(f"account_balance_nanos of {account}", nanos, accounts[account])
    differences.expect("sum of all balances", sum(int(row["balance_nanos"]) for row in rows), 0)


def main(arguments):
    if len(arguments) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    directory = Path(arguments[1])
    for name in ("usage.csv", "transfers.csv", "balances.csv", "prices.json"):
        if not (directory / name).is_file():
            print(f"{directory / name}: not found (expected: a directory that was exported to)", file=sys.stderr)
            return 2
    differences = Differences()
    rows = list(read_csv(directory / "balances.csv"))
    grants = {
        row["ledger"]: (int(row["expires_at_ms"]) or NEVER, int(row["sequence"]))
        for row in rows
        if row["kind"] == "grant"
    }
    charges, expected, refunds = check_charges(directory, differences)
    balances = check_transfers(directory, expected, refunds, grants, differences)
    check_balances(directory, rows, balances, differences)
    for text in differences.texts:
        print(text)
    if differences.texts:
        print(f"{len(differences.texts)} differences")
        return 1
    print(f"{charges} charges and {len(rows)} balances agree")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
