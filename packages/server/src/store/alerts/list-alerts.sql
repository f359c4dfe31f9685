SELECT * FROM alerts
 WHERE org_id = $1 AND ($2::uuid IS NULL OR id < $2) AND ($3::text IS NULL OR state = $3)
   AND ($4::text IS NULL OR type = $4) AND ($5::text IS NULL OR budget_id::text = $5 OR budget_name = $5)
   AND ($6::text IS NULL OR agent = $6) AND ($7::text IS NULL OR severity = $7)
   AND ($9::timestamptz IS NULL OR time >= $9) AND ($10::timestamptz IS NULL OR time < $10)
 ORDER BY id DESC LIMIT $8
