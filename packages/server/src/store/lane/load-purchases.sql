-- The lots of purchases, by the references of their top-ups.
SELECT c.reference AS top_up, l.id, l.seq, l.source, l.priority, l.amount_nano_usd, 0::bigint AS remaining_nano_usd,
       l.expires_at, l.reference, l.created_at
  FROM unnest($2::text[]) AS wanted (reference)
 CROSS JOIN LATERAL (
       SELECT * FROM credit_references
        WHERE org_id = $1 AND kind = 'top-up' AND reference = wanted.reference LIMIT 1) c
 CROSS JOIN LATERAL (SELECT * FROM lots WHERE org_id = $1 AND id = c.entry_id LIMIT 1) l
