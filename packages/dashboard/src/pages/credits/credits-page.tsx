import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { Menu } from '../../components/menu.tsx';
import { Loaded } from '../../components/states.tsx';
import styles from './credits-page.module.css';
import { creditsQuery, type Credits } from './credits.ts';
import { BuyDialog } from './buy-dialog.tsx';
import { CreditsFrame } from './credits-frame.tsx';
import { FrozenNotice, WalletFigures } from './wallet-figures.tsx';
import { LotsCard } from './lots-card.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { HoldingCard } from './holding-card.tsx';
import type { Act } from './search.ts';
import { SettingsDialog } from './settings-dialog.tsx';

interface ControlsProps {
  readonly credits: Credits;
  readonly onAct: (act: Act) => void;
}

function Controls({ credits, onAct }: ControlsProps) {
  const isInDebt = credits.balance_usd.startsWith('-');
  return (
    <div className={styles['controls']}>
      <Menu
        trigger="Book"
        label="Book credit by hand"
        items={[
          { name: 'A purchase paid for elsewhere', onSelect: () => onAct('top-up') },
          { name: 'A grant or a promotion', onSelect: () => onAct('grant') },
          { name: 'A refund of what is unused', onSelect: () => onAct('refund') },
          { name: 'An adjustment', onSelect: () => onAct('adjust') },
          ...(isInDebt ? [{ name: 'A write-off of the debt', onSelect: () => onAct('write-off') }] : []),
        ]}
      />
      {credits.takes_payments ? (
        <Button kind="main" onClick={() => onAct('buy')}>
          Buy credit
        </Button>
      ) : null}
    </div>
  );
}

/** What an org has, how long it lasts, and what it is made of. */
export function CreditsPage() {
  const { act, lot } = useSearch({ from: '/signed-in/credits' });
  const navigate = useNavigate({ from: '/credits' });
  const { timeZone } = usePeriod();
  const query = useQuery(creditsQuery);
  const open = (next: Act | undefined, ofLot?: string): void =>
    void navigate({ search: (now) => ({ ...now, act: next, lot: ofLot }) });
  const close = (): void => open(undefined);
  return (
    <CreditsFrame controls={query.data === undefined ? null : <Controls credits={query.data} onAct={open} />}>
      <Loaded query={query} height={420}>
        {(credits) => (
          <div className={styles['stack']}>
            {credits.frozen ? <FrozenNotice credits={credits} onWriteOff={() => open('write-off')} /> : null}
            <WalletFigures credits={credits} timeZone={timeZone} />
            <LotsCard timeZone={timeZone} onRefund={(id) => open('refund', id)} onGrant={() => open('top-up')} />
            <HoldingCard credits={credits} onChange={() => open('settings')} />
            <BuyDialog isOpen={act === 'buy'} onClose={close} />
            <SettingsDialog isOpen={act === 'settings'} credits={credits} onClose={close} />
            <MoveDialog act={act} lot={lot} credits={credits} onClose={close} />
          </div>
        )}
      </Loaded>
    </CreditsFrame>
  );
}
