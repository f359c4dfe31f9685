import type { Quantiles } from './distribution.ts';

/**
 * The shape of an hour of a production coding assistant: quantiles of the code trace in Azure/AzurePublicDataset
 * (AzureLLMInferenceTrace_code.csv, 2023-11-16, 8,819 requests, CC BY 4.0). Only these figures are here, not the trace.
 */
export const codeAssistant: { contextTokens: Quantiles; generatedTokens: Quantiles; gapMs: Quantiles } = {
  /** Prompts: a broad middle, and one in twenty at the context limit of just over 7,400 tokens. */
  contextTokens: [
    [0, 3],
    [0.01, 17],
    [0.05, 75],
    [0.1, 147],
    [0.25, 578],
    [0.5, 1469],
    [0.75, 2744],
    [0.85, 3919],
    [0.9, 5186],
    [0.95, 7302],
    [0.98, 7436],
    [1, 7437],
  ],
  /** Answers: mostly a line of code, seldom a file. */
  generatedTokens: [
    [0, 6],
    [0.05, 6.5],
    [0.1, 7],
    [0.25, 9],
    [0.5, 13],
    [0.75, 24],
    [0.85, 39],
    [0.9, 55],
    [0.95, 90],
    [0.98, 169],
    [0.99, 249],
    [0.995, 343],
    [0.998, 666],
    [0.999, 824],
    [1, 1899],
  ],
  /** Milliseconds to the next request: volleys, a steady ten a second, and silences of minutes. */
  gapMs: [
    [0, 0.006],
    [0.01, 0.022],
    [0.05, 0.088],
    [0.1, 0.21],
    [0.25, 2.1],
    [0.4, 15],
    [0.5, 64],
    [0.6, 95],
    [0.75, 104],
    [0.8, 160],
    [0.9, 273],
    [0.95, 401],
    [0.98, 799],
    [0.99, 2205],
    [0.995, 8406],
    [0.998, 40_302],
    [0.999, 78_444],
    [1, 217_169],
  ],
};
