INSERT INTO counters (org_id, budget_id, subject, window_start, window_end, spent, reserved)
SELECT $1, $2, c.*
  FROM unnest($3::text[], $4::timestamptz[], $5::timestamptz[], $6::bigint[], $7::bigint[]) AS c
