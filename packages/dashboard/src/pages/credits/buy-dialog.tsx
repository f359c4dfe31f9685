import { call } from '../../api/call.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { Form } from '../../components/form.tsx';
import { problemOf } from '../../components/use-submission.ts';
import { amountText } from './move-kinds.ts';

/** Leads to Stripe's page, and from there back to the page of the payment. */
async function buy(amountUsd: string): Promise<void> {
  const back = `${location.origin}/credits/payments/{PAYMENT_ID}?from_stripe=`;
  const body = { amount_usd: amountUsd, success_url: `${back}paid`, cancel_url: `${back}left` };
  const { url } = await call('POST /v1/credits/checkout', { body });
  if (url !== null) location.assign(url);
}

export function BuyDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return (
    <Dialog
      title="Buy credit"
      about="You pay on a page of Stripe's; no card number comes near this server."
      isOpen={isOpen}
      onClose={onClose}
    >
      <Form
        action="Go to Stripe"
        fields={['amount_usd']}
        onClose={onClose}
        onSend={({ amount_usd: amount = '' }) => buy(amount)}
        said={({ amount_usd: amount = '' }) =>
          `You go to Stripe to pay ${amountText(amount)}. The credit is booked when Stripe confirms the payment, most often within seconds, and you come back to a page that shows it.`
        }
      >
        {(problem) => (
          <Field
            label="Amount in USD"
            name="amount_usd"
            inputMode="decimal"
            autoComplete="off"
            required
            hint="A whole number of cents, from 0.50 up."
            problem={problemOf(problem, 'amount_usd')}
          />
        )}
      </Form>
    </Dialog>
  );
}
