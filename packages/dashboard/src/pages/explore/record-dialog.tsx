import { Button } from '../../components/button.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { Facts } from '../../components/facts.tsx';
import { RecordMarks } from '../../components/record-marks.tsx';
import { Time } from '../../components/time.tsx';
import { exactMoney } from '../../format/money.ts';
import type { UsageRecord } from './explore.ts';

const bucketNames = {
  input_uncached_tokens: 'Input, uncached',
  cache_read_tokens: 'Read from the cache',
  cache_write_5m_tokens: 'Written to the cache',
  cache_write_1h_tokens: 'Written, one hour',
  output_tokens: 'Output',
  reasoning_tokens: 'Of it, reasoning',
  audio_input_tokens: 'Audio in',
  audio_output_tokens: 'Audio out',
  image_input_tokens: 'Images in',
  image_output_tokens: 'Images out',
} as const;

function bucketFacts({ buckets }: UsageRecord): readonly (readonly [string, string | null])[] {
  return Object.entries(bucketNames).map(([key, name]) => {
    const tokens = buckets?.[key as keyof typeof bucketNames] ?? 0;
    return [name, tokens === 0 ? null : `${tokens.toLocaleString('en-US')} tokens`] as const;
  });
}

interface RecordDialogProps {
  readonly record: UsageRecord;
  readonly timeZone: string;
  readonly onClose: () => void;
}

/** All that is known of one usage record. */
export function RecordDialog({ record, timeZone, onClose }: RecordDialogProps) {
  const { cost_usd: usd, provider, model, connection, workflow, user, team } = record;
  return (
    <Dialog title="Usage record" about={<RecordMarks record={record} />} isOpen onClose={onClose} isWide>
      <Facts
        facts={[
          ['Record', <CopyText key="id" text={record.id} what="the id of the record" />],
          ['Cost', usd === null ? 'not known: there was no price' : exactMoney(usd)],
          ['Used at', <Time key="time" time={record.time} timeZone={timeZone} />],
          ['Booked at', <Time key="booked" time={record.recorded_at} timeZone={timeZone} />],
          ['Agent', <EntityLink key="agent" kind="agent" id={record.agent} />],
          ['Run', <EntityLink key="run" kind="run" id={record.run} />],
          ['Team', team],
          ['Workflow', workflow],
          ['Connection', connection],
          ['User', user],
          ['Model', model === null ? null : [provider, model].filter((name) => name !== null).join('/')],
          ...bucketFacts(record),
          ['Tool', record.tool === null ? null : `${record.tool}, ${record.quantity} units`],
          ['Service tier', record.service_tier],
          ['Price', record.price_version],
          ['Reservation', record.reservation],
          ['Corrects', record.correction_of],
          ['Reported by', record.source === null ? null : `${record.source} as ${record.source_id}`],
          ["Provider's request", record.request_id],
        ]}
      />
      <DialogFoot>
        <Button onClick={onClose}>Close</Button>
      </DialogFoot>
    </Dialog>
  );
}
