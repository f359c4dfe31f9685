import type { Command } from 'commander';
import { cellAt, listAt, numberAt } from '../api-client/fields.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { type CommandContext, openSession, print } from '../session.ts';
import { alignDecimals, formatCount } from '../terminal/figures.ts';
import { renderTable } from '../terminal/table.ts';
import { whileWaiting } from '../terminal/waiting.ts';
import { backtestTimeoutMs } from './backtest.ts';

interface Period {
  from?: string;
  to?: string;
  timezone?: string;
}

export function addModelSwap(program: Command, context: CommandContext): void {
  program
    .command('model-swap')
    .description("what the calls of one model would have cost at another's price")
    .argument('<from-model>', 'provider/model, such as openai/gpt-4o')
    .argument('<to-model>', 'provider/model, such as openai/gpt-4o-mini')
    .option('--from <time>', 'RFC 3339, or a date; 30 days back unless given')
    .option('--to <time>', 'RFC 3339, or a date; now unless given')
    .option('--timezone <zone>', 'IANA zone of the dates (UTC)')
    .action(async (fromModel: string, toModel: string, period: Period, command: Command) => {
      const session = await openSession(command, context, { timeoutMs: backtestTimeoutMs });
      const query = new URLSearchParams({ from_model: fromModel, to_model: toModel, ...period });
      const path = `/v1/reports/model-swap?${query.toString()}`;
      const ask = () => session.client.send({ method: 'GET', path });
      const swap = expectSuccess(await whileWaiting(session.terminal, 'Rating past calls', ask));
      print(session, swap, () => renderSwap(swap));
    });
}

function renderSwap(swap: unknown): string {
  const names = ['cost_usd', 'swapped_cost_usd', 'difference_usd'];
  const amounts = alignDecimals(names.map((name) => cellAt(swap, name)));
  const models = [cellAt(swap, 'from_model'), cellAt(swap, 'to_model'), 'difference'];
  const records = formatCount(numberAt(swap, 'records') ?? 0);
  const tokens = formatCount(numberAt(swap, 'tokens') ?? 0);
  const leftOut = listAt(swap, 'left_out').map((one) => {
    const bucket = cellAt(one, 'bucket');
    const reason = `${cellAt(one, 'reason')}${bucket === '-' ? '' : ` (${bucket})`}`;
    return `Left out: ${formatCount(numberAt(one, 'records') ?? 0)} records for ${cellAt(one, 'cost_usd')} USD, ${reason}`;
  });
  return [
    `${records} records, ${tokens} tokens`,
    '',
    renderTable(
      [{ title: 'at the price of' }, { title: 'USD', align: 'right' }],
      models.map((model, index) => [model, amounts[index] ?? '']),
      1,
    ),
    '',
    ...leftOut,
    cellAt(swap, 'note'),
  ].join('\n');
}
