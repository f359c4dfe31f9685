export * from './money/index.ts';
export * from './prices/index.ts';
export * from './usage/index.ts';
export * from './windows/index.ts';
