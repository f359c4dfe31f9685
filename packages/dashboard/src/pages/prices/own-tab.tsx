import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useList } from '../../api/list.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Chip } from '../../components/chip.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState, Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { useToast } from '../../components/toasts.tsx';
import { type Override, overridesQuery, pricesChanged } from './prices.ts';
import styles from './prices-page.module.css';
import { Rate, rateText } from './rate.tsx';

function State({ override, nowMs }: { readonly override: Override; readonly nowMs: number }) {
  if (override.in_force) return <Chip tone="good">holds</Chip>;
  if (Date.parse(override.effective_from) > nowMs)
    return <Chip tone="accent">{override.ended ? 'will end' : 'to come'}</Chip>;
  return <Chip>{override.ended ? 'ended' : 'replaced'}</Chip>;
}

/** What an override says besides the two rates that have columns. */
function Besides({ override }: { readonly override: Override }) {
  const { alias_of: alias, tools_usd: tools = {}, service_tiers: tiers = {} } = override;
  const parts = [
    ...(alias === undefined ? [] : [`as ${alias.provider}/${alias.model}`]),
    ...(override.cache_read_usd_per_mtok === undefined
      ? []
      : [`cache read ${rateText(override.cache_read_usd_per_mtok)}`]),
    ...(override.cache_write_usd_per_mtok === undefined
      ? []
      : [`cache write ${rateText(override.cache_write_usd_per_mtok)}`]),
    ...Object.entries(tools).map(([tool, usd]) => `${tool} ${rateText(usd)}`),
    ...Object.keys(tiers).map((tier) => `tier ${tier}`),
  ];
  return <span className={styles['quiet']}>{parts.join(', ')}</span>;
}

function nameOf({ provider, model }: Override): string {
  return `${provider}/${model}`;
}

interface ControlsProps {
  readonly override: Override;
  readonly onSet: (name: string) => void;
  readonly onEnd: (override: Override) => void;
}

function Controls({ override, onSet, onEnd }: ControlsProps) {
  const name = nameOf(override);
  return (
    <span className={styles['controls']}>
      <Button kind="quiet" aria-label={`Change ${name}`} onClick={() => onSet(name)}>
        Change
      </Button>
      <Button kind="quiet" aria-label={`End ${name}`} onClick={() => onEnd(override)}>
        End
      </Button>
    </span>
  );
}

function EndDialog({
  override: ending,
  onClose,
}: {
  readonly override: Override | null;
  readonly onClose: () => void;
}) {
  const { tell } = useToast();
  const end = async (): Promise<void> => {
    if (ending === null) return;
    const { provider, model } = ending;
    await call('DELETE /v1/prices/overrides/{provider}/{model}', { path: { provider, model } });
    await pricesChanged();
    tell(`Your own price of ${provider}/${model} has ended.`);
  };
  return (
    <ConfirmDialog title="End this price?" action="End it" isOpen={ending !== null} onClose={onClose} onConfirm={end}>
      <p>
        From the next call on, the book's price of {ending === null ? '' : nameOf(ending)} holds, if it has one. What
        was charged stays as it was charged.
      </p>
    </ConfirmDialog>
  );
}

/** Every price that the org ever set, the one set last first. */
export function OwnTab({ onSet }: { readonly onSet: ((name: string) => void) | null }) {
  const { timeZone } = usePeriod();
  const { query, more } = useList(overridesQuery);
  const [ending, setEnding] = useState<Override | null>(null);
  const nowMs = Date.now();
  return (
    <Card title="Own prices and their history, USD per million tokens">
      <Loaded query={query} height={320}>
        {(overrides) => (
          <DataTable
            caption="Own prices"
            rows={overrides}
            keyOf={({ id }) => id}
            more={more}
            empty={
              <EmptyState
                title="No prices of your own"
                action={onSet === null ? undefined : <Button onClick={() => onSet('')}>Set a price</Button>}
              >
                A price that you set stands before the book's: for a contract, or for a model that the book lacks.
              </EmptyState>
            }
            columns={[
              { name: 'Model', cell: nameOf },
              { name: 'State', cell: (override) => <State override={override} nowMs={nowMs} /> },
              { name: 'Input', cell: (one) => <Rate usd={one.input_usd_per_mtok} />, isFigure: true },
              { name: 'Output', cell: (one) => <Rate usd={one.output_usd_per_mtok} />, isFigure: true },
              { name: 'Besides', cell: (override) => <Besides override={override} />, isExtra: true },
              {
                name: 'From',
                cell: ({ effective_from: from }) => <Time time={from} timeZone={timeZone} />,
                isExtra: true,
              },
              {
                name: 'Change',
                cell: (override) =>
                  onSet === null || !override.in_force ? null : (
                    <Controls override={override} onSet={onSet} onEnd={setEnding} />
                  ),
                isExtra: true,
              },
            ]}
          />
        )}
      </Loaded>
      <EndDialog override={ending} onClose={() => setEnding(null)} />
    </Card>
  );
}
