SELECT kind, reference FROM payment_movements WHERE org_id = $1 AND payment_id = $2
