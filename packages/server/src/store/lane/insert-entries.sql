INSERT INTO ledger_entries
  (org_id, id, seq, kind, amount_nano_usd, balance_nano_usd, time, usage_record_id, reservation_id, reference,
   reason)
SELECT $1, e.*
  FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::timestamptz[], $8::uuid[],
              $9::uuid[], $10::text[], $11::text[]) AS e
