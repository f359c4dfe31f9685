import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { call } from '../../api/call.ts';
import { useList } from '../../api/list.ts';
import { usePermitted } from '../../api/permitted.ts';
import { usePeriod } from '../../app/use-period.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Chip } from '../../components/chip.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { EmptyState, Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { useToast } from '../../components/toasts.tsx';
import { type Channel, channelsKey, channelsQuery, deliveriesQuery } from './alerts.ts';
import type { ChannelDialog, ChannelsSearch } from './alerts-search.ts';
import styles from './alerts-page.module.css';
import { ChannelDialogs } from './channel-dialogs.tsx';
import { routesText, stateOf, whereText } from './channel-words.ts';
import { DeliveryTable } from './delivery-table.tsx';

const tones = { active: 'good', disabled: 'stop', failing: 'soon' } as const;

function State({ channel, timeZone }: { readonly channel: Channel; readonly timeZone: string }) {
  const state = stateOf(channel);
  return (
    <>
      <Chip tone={tones[state]}>{state}</Chip>{' '}
      <small className={styles['quiet']}>
        {channel.disabled_reason ?? ''}
        {channel.failing_since === null || channel.disabled ? null : (
          <>
            since <Time time={channel.failing_since} timeZone={timeZone} nowMs={Date.now()} />
          </>
        )}
      </small>
    </>
  );
}

function useSwitch() {
  const queries = useQueryClient();
  const { tell, tellProblem } = useToast();
  return useMutation({
    mutationFn: ({ name, disabled }: Channel) =>
      call('PATCH /v1/channels/{channel}', { path: { channel: name }, body: { disabled: !disabled } }),
    onSuccess: ({ name, disabled }) => {
      tell(disabled ? `Nothing more is sent to ${name}.` : `${name} is sent to again.`);
      void queries.invalidateQueries({ queryKey: channelsKey });
    },
    onError: tellProblem,
  });
}

type Ask = (dialog: ChannelDialog, channel: Channel) => void;

/** What can be done with a channel. */
function Acts({ channel, ask }: { readonly channel: Channel; readonly ask: Ask }) {
  const turn = useSwitch();
  const rotate: readonly MenuItem[] =
    channel.kind === 'webhook' ? [{ name: 'Rotate secret', onSelect: () => ask('rotate', channel) }] : [];
  return (
    <span className={styles['rowacts']}>
      <Button onClick={() => ask('test', channel)} aria-label={`Test ${channel.name}`}>
        Test
      </Button>
      <Menu
        label={`More about ${channel.name}`}
        trigger="More"
        items={[
          { name: 'Edit', onSelect: () => ask('edit', channel) },
          ...rotate,
          { name: channel.disabled ? 'Enable' : 'Disable', onSelect: () => turn.mutate(channel) },
          null,
          { name: 'Delete', onSelect: () => ask('delete', channel), isDanger: true },
        ]}
      />
    </span>
  );
}

function columnsOf(timeZone: string, ask: Ask | null): readonly Column<Channel>[] {
  return [
    {
      name: 'Channel',
      cell: ({ name, kind }) => (
        <>
          <strong>{name}</strong> <small className={styles['quiet']}>{kind}</small>
        </>
      ),
    },
    { name: 'Where', cell: whereText, isExtra: true },
    { name: 'Gets', cell: ({ routes }) => routesText(routes), isExtra: true },
    { name: 'A minute', cell: ({ rate_limit_per_minute: rate }) => rate, isFigure: true, isExtra: true },
    { name: 'State', cell: (channel) => <State channel={channel} timeZone={timeZone} /> },
    ...(ask === null ? [] : [{ name: 'Do', cell: (channel: Channel) => <Acts channel={channel} ask={ask} /> }]),
  ];
}

/** What was given up, to be sent again. */
function DeadLetters({ timeZone }: { readonly timeZone: string }) {
  const { query, more } = useList(deliveriesQuery({ state: 'dead' }));
  return (
    <Card title="Given up">
      <Loaded query={query} height={80}>
        {(deliveries) => (
          <DeliveryTable
            caption="Given up"
            rows={deliveries}
            timeZone={timeZone}
            empty="Every message has arrived, or is still being tried."
            hasAlerts
            more={more}
          />
        )}
      </Loaded>
    </Card>
  );
}

/** Where alerts are sent. */
export function ChannelsPage() {
  const search = useSearch({ from: '/signed-in/alerts/channels' });
  const navigate = useNavigate({ from: '/alerts/channels' });
  const { timeZone } = usePeriod();
  const mayOperate = usePermitted('operate');
  const query = useQuery(channelsQuery);
  const put = (next: ChannelsSearch): void => void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const ask: Ask = (dialog, { name }) => put({ dialog, channel: name });
  const make = (
    <Button kind="main" onClick={() => put({ dialog: 'new', channel: undefined })}>
      New channel
    </Button>
  );
  return (
    <div className={styles['page']}>
      <Link to="/alerts" className={styles['back'] ?? ''}>
        Alerts
      </Link>
      <PageHeader title="Channels">{mayOperate ? make : null}</PageHeader>
      <Loaded query={query} height={160}>
        {({ data }) => (
          <>
            {data.length === 0 ? (
              <EmptyState title="There is no channel yet." action={mayOperate ? make : undefined}>
                A channel is where alerts are sent: a webhook, Slack, PagerDuty or e-mail.
              </EmptyState>
            ) : (
              <Card title="Where alerts are sent">
                <DataTable
                  caption="Channels"
                  rows={data}
                  keyOf={({ id }) => id}
                  empty="There is no channel yet."
                  columns={columnsOf(timeZone, mayOperate ? ask : null)}
                />
              </Card>
            )}
            {mayOperate ? (
              <ChannelDialogs
                dialog={search.dialog}
                channel={data.find(({ name }) => name === search.channel)}
                onClose={() => put({ dialog: undefined, channel: undefined })}
              />
            ) : null}
          </>
        )}
      </Loaded>
      <DeadLetters timeZone={timeZone} />
    </div>
  );
}
