SELECT c.*, coalesce($3::timestamptz, clock_timestamp()) AS now
  FROM deliveries d JOIN channels c ON c.org_id = d.org_id AND c.id = d.channel_id
 WHERE d.org_id = $1 AND d.id = $2 FOR UPDATE OF c
