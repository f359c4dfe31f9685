-- Entries that no usage brought about, oldest first, from the index that has no charges in it.
SELECT * FROM ledger_entries
 WHERE org_id = $1 AND kind = ANY ($2::text[]) AND kind <> 'charge' AND id >= $3 AND id < $4
 ORDER BY id LIMIT $5
