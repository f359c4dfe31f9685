import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { call } from '../../api/call.ts';
import { useList } from '../../api/list.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { CopyButton } from '../../components/copy-text.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { Money } from '../../components/money.tsx';
import { ZonePicker } from '../../components/period-picker.tsx';
import { Snippet } from '../../components/snippet.tsx';
import { EmptyState, Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { useToast } from '../../components/toasts.tsx';
import { CreditsFrame } from './credits-frame.tsx';
import styles from './credits-page.module.css';
import { type Checkpoint, checkpointsQuery, creditChanged } from './credits.ts';

const verifying = `npx cofferdam ledger export > ledger.ndjson
npx cofferdam ledger verifier > verify-ledger.mjs
node verify-ledger.mjs ledger.ndjson checkpoint.txt`;

function HowTo() {
  return (
    <Card title="Checking the ledger without us">
      <div className={styles['stack']}>
        <p>
          A checkpoint is the head of the ledger's hash chain, signed. Keep its note where nobody who can write to the
          database can change it. An auditor needs the ledger as a file, a note that was kept, and one script that needs
          no network:
        </p>
        <Snippet code={verifying} what="the commands that verify the ledger" />
        <p>
          <a href="/v1/credits/ledger/export" download>
            The ledger as a file
          </a>
          {' · '}
          <a href="/.well-known/cofferdam-checkpoint-key">The public key</a>
        </p>
      </div>
    </Card>
  );
}

interface NoteDialogProps {
  readonly checkpoint: Checkpoint | undefined;
  readonly onClose: () => void;
}

function NoteDialog({ checkpoint, onClose }: NoteDialogProps) {
  if (checkpoint === undefined) return null;
  return (
    <Dialog
      title={`Checkpoint of seq ${checkpoint.seq}`}
      about="Keep it elsewhere: a mailbox, a ticket, another company's disk."
      isOpen
      isWide
      onClose={onClose}
    >
      <Snippet code={checkpoint.note} what="the note" />
      <DialogFoot>
        <Button onClick={onClose}>Close</Button>
      </DialogFoot>
    </Dialog>
  );
}

interface ListProps {
  readonly checkpoints: readonly Checkpoint[];
  readonly more: ReturnType<typeof useList>['more'];
  readonly timeZone: string;
  readonly onOpen: (checkpoint: string) => void;
}

function List({ checkpoints, more, timeZone, onOpen }: ListProps) {
  return (
    <DataTable
      caption="Checkpoints"
      rows={checkpoints}
      keyOf={({ id }) => id}
      more={more}
      empty={
        <EmptyState title="No checkpoint yet">
          One is made each day for a ledger that has grown, and whenever you ask.
        </EmptyState>
      }
      columns={[
        { name: 'Made', cell: ({ time }) => <Time time={time} timeZone={timeZone} /> },
        { name: 'Seq', cell: ({ seq }) => seq, isFigure: true, isExtra: true },
        { name: 'Balance', cell: ({ balance_usd: usd }) => <Money usd={usd} />, isFigure: true },
        {
          name: 'Head',
          cell: ({ head_hash: hash }) => <code title={hash}>{hash.slice(0, 16)}…</code>,
          isExtra: true,
        },
        {
          name: 'Note',
          cell: ({ id, seq, note }) => (
            <span className={styles['controls']}>
              <Button kind="quiet" aria-label={`Show the note of seq ${seq}`} onClick={() => onOpen(id)}>
                Show
              </Button>
              <CopyButton text={note} what={`the note of seq ${seq}`} />
            </span>
          ),
        },
      ]}
    />
  );
}

/** Signed heads of the ledger's chain, and how others check it by them. */
export function CheckpointsPage() {
  const { checkpoint: opened } = useSearch({ from: '/signed-in/credits/checkpoints' });
  const navigate = useNavigate({ from: '/credits/checkpoints' });
  const { timeZone } = usePeriod();
  const { tellProblem } = useToast();
  const { query, more } = useList(checkpointsQuery);
  const open = (checkpoint: string | undefined): void => void navigate({ search: (now) => ({ ...now, checkpoint }) });
  const make = useMutation({
    mutationFn: () => call('POST /v1/credits/checkpoints', { body: {} }),
    onSuccess: async ({ id }) => {
      await creditChanged();
      open(id);
    },
    onError: tellProblem,
  });
  const makeOne = (
    <Button kind="main" isBusy={make.isPending} onClick={() => make.mutate()}>
      Make one now
    </Button>
  );
  return (
    <CreditsFrame
      controls={
        <div className={styles['controls']}>
          <ZonePicker />
          {makeOne}
        </div>
      }
    >
      <div className={styles['stack']}>
        <Card title="Checkpoints">
          <Loaded query={query} height={240}>
            {(checkpoints) => (
              <>
                <List checkpoints={checkpoints} more={more} timeZone={timeZone} onOpen={open} />
                <NoteDialog checkpoint={checkpoints.find(({ id }) => id === opened)} onClose={() => open(undefined)} />
              </>
            )}
          </Loaded>
        </Card>
        <HowTo />
      </div>
    </CreditsFrame>
  );
}
