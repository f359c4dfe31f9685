import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { EntityLink } from '../../components/entity-link.tsx';
import { Money } from '../../components/money.tsx';
import { Snippet } from '../../components/snippet.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { callSnippets, type CallSnippet } from './call-snippets.ts';
import { lastCallQuery, type Used } from './first-steps.ts';
import styles from './first-steps.module.css';
import { Step } from './step.tsx';

function Came({ used }: { readonly used: Used }) {
  return (
    <p className={styles['came']}>
      {used.cost_usd === null ? 'unpriced' : <Money usd={used.cost_usd} isEstimated={used.estimated} />}, {used.model},{' '}
      <EntityLink kind="agent" id={used.agent} />
    </p>
  );
}

function Code({ snippet }: { readonly snippet: CallSnippet }) {
  return (
    <div className={styles['code']}>
      {snippet.install === null ? null : (
        <Snippet code={snippet.install} what={`the installation for ${snippet.name}`} />
      )}
      <Snippet code={snippet.code} what={`the call with ${snippet.name}`} />
    </div>
  );
}

interface CallStepProps {
  readonly provider: string;
  readonly connection: string;
  readonly agent: string;
}

export function CallStep({ provider, connection, agent }: CallStepProps) {
  const snippets = callSnippets(provider, connection, location.origin);
  const [open, setOpen] = useState('curl');
  const { data: used } = useQuery(lastCallQuery(agent));
  const value = snippets.some(({ id }) => id === open) ? open : 'curl';
  return (
    <Step number={3} title="The first call" isDone={used !== null && used !== undefined}>
      <p>The client stays as it is; its base URL and its key change.</p>
      <Tabs
        label="Client"
        value={value}
        onValue={setOpen}
        tabs={snippets.map((snippet) => ({
          value: snippet.id,
          name: snippet.name,
          content: () => <Code snippet={snippet} />,
        }))}
      />
      <div aria-live="polite">
        {used ? <Came used={used} /> : <p className={styles['quiet']}>Waiting for the first call of {agent} …</p>}
      </div>
    </Step>
  );
}
