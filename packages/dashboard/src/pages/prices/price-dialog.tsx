import { useQuery } from '@tanstack/react-query';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { Loaded } from '../../components/states.tsx';
import { count } from '../../format/count.ts';
import { type ModelName, type Price, priceQuery, type RateName, rates } from './prices.ts';
import styles from './prices-page.module.css';
import { Rate, rateText } from './rate.tsx';

type Card = { readonly [name in RateName]: string | null };

function Rates({ card }: { readonly card: Card }) {
  const known = rates.filter(([name]) => card[name] !== null);
  return (
    <dl className={styles['rates']}>
      {known.map(([name, label]) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd>
            <Rate usd={card[name]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Named({ price }: { readonly price: Price }) {
  const { source, matched, canonical, price_version: version } = price;
  const how = {
    exact: 'by its own name',
    alias: `as ${canonical.provider}/${canonical.model}`,
    pattern: `as ${canonical.provider}/${canonical.model}, by a loose match: its charges are marked estimated`,
  }[matched];
  return (
    <p className={styles['quiet']}>
      {source === 'book' ? 'From the price book' : "The org's own price"}, {how}. Version {version}.
    </p>
  );
}

function Tools({ tools }: Pick<Price, 'tools'>) {
  const all = Object.entries(tools);
  if (all.length === 0) return null;
  return (
    <section className={styles['dialog']}>
      <h3>Tools</h3>
      <dl className={styles['rates']}>
        {all.map(([tool, { usd, per }]) => (
          <div key={tool}>
            <dt>{tool}</dt>
            <dd>
              {rateText(usd)} {per === 1 ? 'each' : `a ${per.toLocaleString('en-US')}`}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Terms({ price }: { readonly price: Price }) {
  const { context_tiers: contexts, service_tiers: tiers, service_tier_multipliers: multipliers } = price;
  const parts = Object.entries(multipliers).map(([tier, share]) => `${tier}: ${share} of every rate`);
  return (
    <>
      <Named price={price} />
      <Rates card={price} />
      {contexts.map((tier) => (
        <section key={tier.above_prompt_tokens} className={styles['dialog']}>
          <h3>Prompts above {count(tier.above_prompt_tokens)} tokens</h3>
          <Rates card={tier} />
        </section>
      ))}
      {Object.entries(tiers).map(([tier, card]) => (
        <section key={tier} className={styles['dialog']}>
          <h3>Service tier {tier}</h3>
          <Rates card={card} />
        </section>
      ))}
      {parts.length === 0 ? null : <p>Service tiers: {parts.join('; ')}.</p>}
      <Tools tools={price.tools} />
      {price.per_request === null ? null : (
        <p>
          Each request: {rateText(price.per_request.usd)}
          {price.per_request.per === 1 ? '' : ` for ${price.per_request.per.toLocaleString('en-US')}`}
        </p>
      )}
    </>
  );
}

function Opened({ name }: { readonly name: ModelName }) {
  const query = useQuery(priceQuery(name));
  return (
    <Loaded query={query} height={200}>
      {(price) => <Terms price={price} />}
    </Loaded>
  );
}

interface PriceDialogProps {
  readonly name: ModelName | null;
  readonly onClose: () => void;
  readonly onSet: ((name: string) => void) | null;
}

/** The price that is in force for a model, whole. */
export function PriceDialog({ name, onClose, onSet }: PriceDialogProps) {
  if (name === null) return null;
  const title = `${name.provider}/${name.model}`;
  return (
    <Dialog title={title} about="USD per million tokens, as it holds for the org now." isOpen isWide onClose={onClose}>
      <div className={styles['dialog']}>
        <Opened name={name} />
      </div>
      <DialogFoot>
        <Button onClick={onClose}>Close</Button>
        {onSet === null ? null : (
          <Button kind="main" onClick={() => onSet(title)}>
            Set a price of our own
          </Button>
        )}
      </DialogFoot>
    </Dialog>
  );
}
