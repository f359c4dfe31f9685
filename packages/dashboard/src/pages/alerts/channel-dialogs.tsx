import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../api/client.ts';
import { call } from '../../api/call.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { SecretOnce } from '../../components/secret-once.tsx';
import { useToast } from '../../components/toasts.tsx';
import { dateTime } from '../../format/time.ts';
import { usePeriod } from '../../app/use-period.ts';
import { type Channel, channelsKey } from './alerts.ts';
import type { ChannelDialog } from './alerts-search.ts';
import styles from './alerts-page.module.css';
import { ChannelForm } from './channel-form.tsx';
import { whereText } from './channel-words.ts';

interface OfChannel {
  readonly channel: Channel;
  readonly onClose: () => void;
}

function explain(error: unknown): string {
  return error instanceof ApiError ? error.detail : 'Something went wrong on this page.';
}

/** Sends a message when asked to, not by the link that leads here, and says what became of it. */
function TestDialog({ channel, onClose }: OfChannel) {
  const { name } = channel;
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => call('POST /v1/channels/{channel}/test', { path: { channel: name }, body: {} }),
  });
  const status = data?.status ?? null;
  const answered = status === null ? '' : `, its answer was ${status}`;
  return (
    <Dialog title={`Test ${name}`} about={`A test message is sent to ${whereText(channel)}.`} isOpen onClose={onClose}>
      <p role="status">
        {isPending ? 'It is on its way …' : null}
        {data?.delivered === true ? <span className={styles['good']}>It has arrived{answered}.</span> : null}
        {data?.delivered === false ? (
          <span className={styles['wrong']}>
            It has not arrived{answered}
            {data.error === null ? '' : `: ${data.error}`}.
          </span>
        ) : null}
        {error === null ? null : <span className={styles['wrong']}>{explain(error)}</span>}
      </p>
      <DialogFoot>
        <Button onClick={onClose}>Close</Button>
        <Button kind="main" isBusy={isPending} onClick={() => mutate()}>
          {data === undefined ? 'Send it' : 'Send another'}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

/** Gives a webhook another secret, which is shown this once. */
function RotateDialog({ channel, onClose }: OfChannel) {
  const { timeZone } = usePeriod();
  const queries = useQueryClient();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => call('POST /v1/channels/{channel}/rotate-secret', { path: { channel: channel.name }, body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: channelsKey }),
    // A secret is kept nowhere but in the dialog that shows it.
    gcTime: 0,
  });
  return (
    <Dialog
      title={`Another secret for ${channel.name}`}
      about="Messages are signed with both secrets for a day, so that the receiver can change over."
      isOpen
      onClose={onClose}
    >
      {error === null ? null : (
        <p role="alert" className={styles['wrong']}>
          {explain(error)}
        </p>
      )}
      {data === undefined ? null : (
        <>
          <SecretOnce what="the signing secret" secret={data.signing_secret} />
          <p>The former secret signs until {dateTime(data.previous_secret_until, timeZone)}.</p>
        </>
      )}
      <DialogFoot>
        <Button onClick={onClose}>{data === undefined ? 'Cancel' : 'Close'}</Button>
        {data === undefined ? (
          <Button kind="main" isBusy={isPending} onClick={() => mutate()}>
            Rotate it
          </Button>
        ) : null}
      </DialogFoot>
    </Dialog>
  );
}

function DeleteDialog({ channel, onClose }: OfChannel) {
  const queries = useQueryClient();
  const { tell } = useToast();
  const remove = async (): Promise<void> => {
    try {
      await call('DELETE /v1/channels/{channel}', { path: { channel: channel.name } });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'channel_in_use') throw error;
      const detail = `${error.detail}. Take it out of them first, or disable it.`;
      throw new ApiError(error.status, error.code, detail);
    }
    tell(`${channel.name} is deleted.`);
    await queries.invalidateQueries({ queryKey: channelsKey });
  };
  return (
    <ConfirmDialog
      title={`Delete ${channel.name}?`}
      action="Delete the channel"
      isOpen
      onClose={onClose}
      onConfirm={remove}
    >
      No alert is sent to it any more, and what waits for it is not sent. A channel that a budget names cannot be
      deleted.
    </ConfirmDialog>
  );
}

interface DialogsProps {
  readonly dialog: ChannelDialog | undefined;
  readonly channel: Channel | undefined;
  readonly onClose: () => void;
}

/** The dialog that the address names. */
export function ChannelDialogs({ dialog, channel, onClose }: DialogsProps) {
  if (dialog === 'new') return <ChannelForm before={null} onClose={onClose} />;
  if (dialog === undefined || channel === undefined) return null;
  if (dialog === 'edit') return <ChannelForm key={channel.id} before={channel} onClose={onClose} />;
  const own = { key: channel.id, channel, onClose };
  const { key, ...rest } = own;
  if (dialog === 'test') return <TestDialog key={key} {...rest} />;
  return dialog === 'rotate' ? <RotateDialog key={key} {...rest} /> : <DeleteDialog key={key} {...rest} />;
}
