-- What no usage brought about, by kind: few entries among the charges, read from an index that has no charges in it.
SELECT kind, count(*) AS entries, sum(amount_nano_usd)::text AS amount
  FROM ledger_entries
 WHERE org_id = $1 AND kind = ANY ($2::text[]) AND kind <> 'charge' AND id >= $3 AND id < $4
 GROUP BY kind
