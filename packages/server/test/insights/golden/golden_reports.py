#!/usr/bin/env python3
"""The reports that a trace should make, computed from the trace and two prices alone.

    python3 golden_reports.py TRACE.csv [ROWS]  > golden.json

Shares nothing with the server: plain integers, Python's own calendar. The trace is an hour of a production coding
assistant (AzureLLMInferenceTrace_code.csv of Azure/AzurePublicDataset, CC BY 4.0): when, tokens of context, generated
tokens. It names neither agents nor models, and lasts an hour; so a row's number decides whose it was, and a second
stands for an hour.
"""
import csv, json, sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

# USD per million tokens, in millionths: input, output. The test sets the same as the org's own prices.
PRICES = {"acme/coder-large": (2_500_000, 10_000_000), "acme/coder-small": (37_500, 150_300)}
START = datetime(2026, 10, 20, tzinfo=timezone.utc)
STRETCH = 3_600


def rows(path, limit):
    with open(path, newline="") as file:
        first = None
        for number, (stamp, context, generated) in enumerate(list(csv.reader(file))[1 : limit + 1]):
            day_time, fraction = stamp.split(".")
            seconds = int((datetime.fromisoformat(day_time) - datetime(2023, 11, 16)).total_seconds())
            ticks = seconds * 10_000_000 + int(fraction)
            first = ticks if first is None else first
            moment = START + timedelta(milliseconds=(ticks - first) * STRETCH // 10_000)
            model = "acme/coder-small" if number % 3 == 1 else "acme/coder-large"
            rate_in, rate_out = PRICES[model]
            # 10^-12 USD to 10^-9, once for each record, half up.
            cost = (int(context) * rate_in + int(generated) * rate_out + 500) // 1_000
            yield {
                "time": moment, "agent": f"agent-{number % 7}", "team": f"team-{number % 2}" if number % 5 else None,
                "model": model, "cost": cost, "in": int(context), "out": int(generated),
            }


def usd(nano):
    whole, part = divmod(nano, 10**9)
    return str(whole) + (f".{part:09d}".rstrip("0") if part else "")


def figures(records):
    return {
        "cost_usd": usd(sum(r["cost"] for r in records)), "records": len(records),
        "input_tokens": sum(r["in"] for r in records), "output_tokens": sum(r["out"] for r in records),
    }


def grouped(records, names):
    groups = {}
    for record in records:
        groups.setdefault(tuple(record[name] for name in names), []).append(record)
    order = sorted(groups.items(), key=lambda item: (-sum(r["cost"] for r in item[1]), str(item[0])))
    return [dict(zip(names, key), **figures(found)) for key, found in order]


def by_day(records, zone):
    days = {}
    for record in records:
        days.setdefault(record["time"].astimezone(ZoneInfo(zone)).date(), []).append(record)
    day, last, series = min(days), max(days), []
    while day <= last:
        local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(timezone.utc)
        series.append({"time": local.strftime("%Y-%m-%dT%H:%M:%SZ"), **figures(days.get(day, []))})
        day += timedelta(days=1)
    return series


def main():
    path, limit = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10**9
    records = list(rows(path, limit))
    to = max(r["time"] for r in records) + timedelta(days=2)
    start, end = START + timedelta(days=1, minutes=7), START + timedelta(days=4, hours=5, minutes=52, seconds=13)
    part = [r for r in records if start <= r["time"] < end]
    text = lambda time: time.strftime("%Y-%m-%dT%H:%M:%SZ")
    json.dump({
        "from": text(START), "to": text(to.replace(microsecond=0)), "totals": figures(records),
        "by_agent": grouped(records, ["agent"]), "by_team": grouped(records, ["team"]),
        "by_model_and_agent": grouped(records, ["model", "agent"]),
        "days": {zone: by_day(records, zone) for zone in ("UTC", "Asia/Kathmandu", "America/St_Johns", "Europe/Berlin")},
        "part": {"from": text(start), "to": text(end), "totals": figures(part), "by_agent": grouped(part, ["agent"])},
    }, sys.stdout, indent=1)
    print()


main()
