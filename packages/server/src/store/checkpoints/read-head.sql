-- One row, so that what it says belongs together whatever is written meanwhile.
SELECT seq, head_hash, wallet_balance AS balance, last_time FROM org_lanes WHERE org_id = $1
