-- Embeddings are told apart from calls that write something. What was booked before keeps its type.
ALTER TABLE usage_records DROP CONSTRAINT usage_records_type_check;
ALTER TABLE usage_records ADD CONSTRAINT usage_records_type_check
  CHECK (type IN ('model_call', 'embedding', 'tool', 'cost', 'correction'));
