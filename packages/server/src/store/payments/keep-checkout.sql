-- Two requests that ask for the same payment at once are given the same page: which of them writes it makes no difference.
UPDATE payments SET session_id = $3, checkout_url = $4, expires_at = $5 WHERE org_id = $1 AND id = $2 AND session_id IS NULL
