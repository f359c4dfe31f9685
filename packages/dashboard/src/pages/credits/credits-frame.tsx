import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { usePermitted } from '../../api/permitted.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Forbidden } from '../../components/states.tsx';
import { SubNav } from '../../components/sub-nav.tsx';
import { creditsQuery } from './credits.ts';

const places = [
  { to: '/credits', name: 'Credit', isFirst: true },
  { to: '/credits/ledger', name: 'Ledger' },
  { to: '/credits/payments', name: 'Payments' },
  { to: '/credits/statements', name: 'Statements' },
  { to: '/credits/checkpoints', name: 'Checkpoints' },
];

const ofStripe = { to: '/credits/reconciliation', name: 'Reconciliation' };

/** What the pages about credit share: only who may see credit gets past it. */
export function CreditsFrame({ controls, children }: { readonly controls?: ReactNode; readonly children: ReactNode }) {
  const isPermitted = usePermitted('credits');
  const { data: credits } = useQuery({ ...creditsQuery, enabled: isPermitted });
  if (!isPermitted) return <Forbidden what="credit" />;
  return (
    <>
      <PageHeader title="Credits">{controls}</PageHeader>
      <SubNav label="Credits" places={credits?.takes_payments === true ? [...places, ofStripe] : places} />
      {children}
    </>
  );
}
