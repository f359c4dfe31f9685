-- What is on its way keeps its claim; everything else begins anew, under the same id.
UPDATE deliveries
   SET state = 'pending', next_at = $3, delivered_at = NULL, attempts = CASE WHEN state = 'pending' THEN attempts ELSE 0 END
 WHERE org_id = $1 AND id = $2
