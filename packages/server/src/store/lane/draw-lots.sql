-- The draws of a batch and what they leave, in one statement: a prepaid settle pays for no more than one. The count that
-- is checked is of the lots; draws are new rows, and a key that was there already is an error. A lot that is used up has
-- no row here: close-lots.sql takes it out.
WITH drawn AS (
  INSERT INTO lot_draws (org_id, entry_id, lot_id, seq, amount_nano_usd)
  SELECT $1, d.* FROM unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[]) AS d)
INSERT INTO open_lots (org_id, lot_id, remaining_nano_usd, expires_at)
SELECT $1, o.* FROM unnest($6::uuid[], $7::bigint[], $8::timestamptz[]) AS o
ON CONFLICT (org_id, lot_id) DO UPDATE SET remaining_nano_usd = excluded.remaining_nano_usd
