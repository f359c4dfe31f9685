INSERT INTO deliveries (org_id, id, channel_id, event, type, incident, group_key, order_key, state, next_at, created_at)
SELECT $1, d.id, d.channel_id, d.event, d.type, d.incident, d.group_key, d.order_key, 'pending', $9, $9
  FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
    AS d (id, channel_id, event, type, incident, group_key, order_key)
