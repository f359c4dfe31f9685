-- The payments that entries belong to, by their kind and reference.
SELECT m.kind, m.reference, m.payment_id
  FROM unnest($2::text[], $3::text[]) AS e (kind, reference)
  JOIN payment_movements m ON m.org_id = $1 AND m.kind = e.kind AND m.reference = e.reference
