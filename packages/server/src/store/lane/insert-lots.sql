INSERT INTO lots (org_id, id, seq, source, priority, amount_nano_usd, expires_at, reference, created_at)
SELECT $1, l.*
  FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::smallint[], $6::bigint[], $7::timestamptz[], $8::text[],
              $9::timestamptz[]) AS l
