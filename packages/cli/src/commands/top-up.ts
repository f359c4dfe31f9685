import type { Command } from 'commander';
import { cellAt } from '../api-client/fields.ts';
import { readAmount } from '../api-client/money-argument.ts';
import { expectSuccess } from '../api-client/problem.ts';
import { type CommandContext, openSession, print } from '../session.ts';
import { fetchWallet } from '../report/wallet.ts';

export function addTopUp(program: Command, context: CommandContext): void {
  program
    .command('topup')
    .description("add credit to the org's wallet; the first top-up makes it prepaid")
    .argument('<amount>', 'USD, such as 25 or 0.5')
    .requiredOption('--reference <text>', 'your own name for this payment; each is booked once')
    .action(async (amount: string, options: { reference: string }, command: Command) => {
      const amountUsd = readAmount('AMOUNT', amount);
      const session = await openSession(command, context);
      const body = { amount_usd: amountUsd, reference: options.reference };
      const topUp = expectSuccess(await session.client.send({ method: 'POST', path: '/v1/credits/top-ups', body }));
      const wallet = await fetchWallet(session.client);
      print(
        session,
        topUp,
        () => `Added ${cellAt(topUp, 'amount_usd')} USD; the balance is ${wallet?.balanceUsd ?? 'unknown'} USD.`,
      );
    });
}
