-- A look that began later has seen at least as much: what it found stands.
UPDATE payments
   SET seen_look = $3, state = $4, intent_id = $5, receipt_url = $6, received_nano_usd = $7, refunded_nano_usd = $8,
       disputed_nano_usd = $9, problem = $10, updated_at = $11
 WHERE org_id = $1 AND id = $2 AND seen_look < $3
