import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { call } from '../../api/call.ts';
import { queryClient } from '../../api/query-client.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { StatusBadge } from '../../components/chip.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { Facts } from '../../components/facts.tsx';
import { Money } from '../../components/money.tsx';
import { Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { useToast } from '../../components/toasts.tsx';
import { money } from '../../format/money.ts';
import { CreditsFrame } from './credits-frame.tsx';
import styles from './credits-page.module.css';
import { creditChanged, creditsQuery, isUnderWay, type Payment, paymentQuery, type PaymentState } from './credits.ts';

const sentences: Readonly<Record<PaymentState, string>> = {
  created: 'The page to pay is open. Nothing is credited until Stripe confirms the payment.',
  pending: 'The payer is done, and the money is under way. This page shows it when it has come.',
  succeeded: 'Paid, and credited.',
  failed: 'It was not paid, and will not be. Nothing was credited.',
  expired: 'Nobody paid in time. Nothing was credited.',
  partially_refunded: 'A part of it was paid back, and its credit taken back.',
  refunded: 'It was paid back, and its credit taken back.',
  disputed: 'The payer disputes it. Stripe has withdrawn the money, and the credit was taken back.',
  charged_back: 'The dispute is lost. The credit was taken back.',
};

function useRefresh(id: string) {
  const { tellProblem } = useToast();
  return useMutation({
    mutationFn: () => call('POST /v1/credits/payments/{id}/refresh', { path: { id }, body: {} }),
    onSuccess: (payment) => {
      queryClient.setQueryData(paymentQuery(id).queryKey, payment);
      return creditChanged();
    },
    onError: tellProblem,
  });
}

/** Whoever comes back from Stripe need not wait for its event: Stripe is asked once, at once. */
function useLookOnReturn(hasPaid: boolean, look: () => void): void {
  const hasLooked = useRef(false);
  useEffect(() => {
    if (!hasPaid || hasLooked.current) return;
    hasLooked.current = true;
    look();
  }, [hasPaid, look]);
}

/** An amount of which there is none is left out. */
function some(usd: string): ReactNode {
  return usd === '0' ? null : <Money usd={usd} />;
}

function PaymentFacts({ payment, timeZone }: { readonly payment: Payment; readonly timeZone: string }) {
  const { stripe_payment_intent: intent, expires_at: end } = payment;
  const isOpen = payment.state === 'created' && end !== null;
  return (
    <Facts
      facts={[
        ['Amount', <Money key="amount" usd={payment.amount_usd} />],
        ['Received', some(payment.received_usd)],
        ['Paid back', some(payment.refunded_usd)],
        ['Disputed', some(payment.disputed_usd)],
        ['What went wrong', payment.problem],
        ['Reference', payment.reference],
        ['Asked for', <Time key="made" time={payment.created_at} timeZone={timeZone} />],
        ['Can be paid until', isOpen ? <Time key="end" time={end} timeZone={timeZone} /> : null],
        ['Id', <CopyText key="id" text={payment.id} what="the id" />],
        ['At Stripe', intent === null ? null : <CopyText key="intent" text={intent} what="Stripe's id" />],
      ]}
    />
  );
}

interface ActionsProps {
  readonly payment: Payment;
  readonly isLooking: boolean;
  readonly onLook: () => void;
}

function Actions({ payment, isLooking, onLook }: ActionsProps) {
  const { state, url, receipt_url: receipt, stripe_payment_intent: intent } = payment;
  return (
    <div className={styles['actions']}>
      {state === 'created' && url !== null ? <a href={url}>Go to the page to pay</a> : null}
      {receipt === null ? null : (
        <a href={receipt} target="_blank" rel="noreferrer">
          Receipt
        </a>
      )}
      {intent === null ? null : (
        <Link to="/credits/ledger" search={{ reference: intent }}>
          In the ledger
        </Link>
      )}
      <Button isBusy={isLooking} onClick={onLook}>
        Ask Stripe now
      </Button>
    </div>
  );
}

/** One payment, as it goes: whoever comes back from Stripe sees here when it is booked. */
export function PaymentPage() {
  const { payment: id } = useParams({ from: '/signed-in/credits/payments/$payment' });
  const { from_stripe: from } = useSearch({ from: '/signed-in/credits/payments/$payment' });
  const { timeZone } = usePeriod();
  const query = useQuery(paymentQuery(id));
  const { data: credits } = useQuery(creditsQuery);
  const { mutate: look, isPending: isLooking } = useRefresh(id);
  useLookOnReturn(from === 'paid' && query.data !== undefined && isUnderWay(query.data), look);
  const state = query.data?.state;
  // What was booked meanwhile shows in the balance, and wherever else credit does.
  useEffect(() => {
    if (state === 'succeeded') void queryClient.invalidateQueries({ queryKey: creditsQuery.queryKey });
  }, [state]);
  return (
    <CreditsFrame>
      <Loaded query={query} height={320}>
        {(payment) => (
          <Card title="Payment" actions={<StatusBadge status={payment.state} />}>
            <p aria-live="polite">
              {sentences[payment.state]}
              {payment.state === 'succeeded' && credits !== undefined
                ? ` The balance is ${money(credits.balance_usd)}.`
                : ''}
              {from === 'left' && payment.state === 'created' ? ' You left the page without paying.' : ''}
            </p>
            <div className={styles['gap']}>
              <PaymentFacts payment={payment} timeZone={timeZone} />
            </div>
            <Actions payment={payment} isLooking={isLooking} onLook={look} />
          </Card>
        )}
      </Loaded>
    </CreditsFrame>
  );
}
