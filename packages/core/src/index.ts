export * from './budgets/index.ts';
export * from './ledger/index.ts';
export * from './money/index.ts';
export * from './prices/index.ts';
export * from './registry/index.ts';
export * from './runs/index.ts';
export * from './usage/index.ts';
export * from './windows/index.ts';
