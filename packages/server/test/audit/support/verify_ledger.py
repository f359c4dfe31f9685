"""A second verifier of an exported ledger, written from docs/reference/ledger-export.md alone: hashes, links, balances."""

import hashlib
import json
import sys


def length(text):
    """Lengths are counted in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def canonical(row):
    fields = "".join("-;" if field is None else f"{length(field)}:{field};" for field in row[1:])
    return f"{row[0]}{len(row) - 1};{fields}"


def problems(path):
    previous, rows, balance, head = bytes(32), [], 0, None
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            value = json.loads(line)
            if isinstance(value, list):
                rows.append(value)
            elif value["type"] == "ledger":
                head = value
            elif value["type"] == "batch":
                for row in rows:
                    if row[0] == "e":
                        balance += int(row[4])
                        if balance != int(row[5]):
                            yield "balance"
                text = "".join(map(canonical, rows)).encode("utf-8")
                if value["previous_hash"] != previous.hex():
                    yield "link"
                if hashlib.sha256(previous + text).hexdigest() != value["hash"]:
                    yield "hash"
                previous, rows = bytes.fromhex(value["hash"]), []
    if previous.hex() != head["head_hash"] or balance != int(head["balance_nano_usd"]):
        yield "head"


found = sorted(set(problems(sys.argv[1])))
print(" ".join(found) or "verified")
