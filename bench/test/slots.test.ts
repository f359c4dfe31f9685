import { expect, test } from 'vitest';
import { Slots } from '../ledger/slots.ts';

/** Work that ends when it is told to. */
function gate(): { readonly open: () => void; readonly passed: Promise<void> } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

test('no more than the size work at a time, and the others follow in the order in which they came', async () => {
  const slots = new Slots(2);
  const gates = Array.from({ length: 5 }, gate);
  const began: number[] = [];
  const all = gates.map((one, index) =>
    slots.use(() => {
      began.push(index);
      return one.passed;
    }),
  );
  expect(began).toEqual([0, 1]);
  expect(slots.waiting).toBe(3);
  gates[1]!.open();
  await all[1];
  expect(began).toEqual([0, 1, 2]);
  for (const one of gates) one.open();
  await Promise.all(all);
  expect(began).toEqual([0, 1, 2, 3, 4]);
  expect(slots.waiting).toBe(0);
});

test('work that fails gives its slot back', async () => {
  const slots = new Slots(1);
  await expect(slots.use(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await slots.use(() => Promise.resolve('next'))).toBe('next');
});

test('idle waits for what is under way', async () => {
  const slots = new Slots(2);
  const { open, passed } = gate();
  const ended: string[] = [];
  const work = slots.use(() => passed).then(() => ended.push('work'));
  const idle = slots.idle().then(() => ended.push('idle'));
  open();
  await Promise.all([work, idle]);
  expect(ended).toContain('work');
  await slots.idle();
});
