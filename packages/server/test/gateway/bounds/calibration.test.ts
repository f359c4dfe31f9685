import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Calibration, createCalibration } from '../../../src/gateway/bounds/index.ts';

function observed(times: number, bytes: number, tokens: number): Calibration {
  const calibration = createCalibration();
  for (let time = 0; time < times; time += 1) calibration.observe('openai', 'm', bytes, tokens);
  return calibration;
}

describe('calibration', () => {
  it('starts after twenty observations, of prompts that say something', () => {
    expect(observed(19, 1000, 250).bound('openai', 'm', 10_000)).toBe(10_000);
    expect(observed(20, 1000, 250).bound('openai', 'm', 10_000)).toBe(3125);
    expect(observed(100, 511, 100).bound('openai', 'm', 10_000)).toBe(10_000);
  });

  it('leaves short prompts alone', () => {
    expect(observed(20, 1000, 250).bound('openai', 'm', 2047)).toBe(2047);
    expect(observed(20, 1000, 250).bound('openai', 'm', 2048)).toBe(640);
  });

  it('is of one model at one provider', () => {
    const calibration = observed(20, 1000, 250);
    expect(calibration.bound('openai', 'other', 10_000)).toBe(10_000);
    expect(calibration.bound('azure', 'm', 10_000)).toBe(10_000);
  });

  it('learns nothing from figures that are none', () => {
    const calibration = observed(20, 1000, 250);
    for (const tokens of [0, -5, Number.NaN, Infinity, 1.5]) calibration.observe('openai', 'm', 1000, tokens);
    for (const bytes of [-5, Number.NaN, Infinity]) calibration.observe('openai', 'm', bytes, 5);
    expect(calibration.bound('openai', 'm', 10_000)).toBe(3125);
  });

  it('forgets the model that was not asked for longest', () => {
    const calibration = createCalibration({ maxModels: 2 });
    for (let time = 0; time < 20; time += 1) {
      calibration.observe('p', 'a', 1000, 250);
      calibration.observe('p', 'b', 1000, 250);
    }
    expect(calibration.bound('p', 'a', 4000)).toBe(1250);
    calibration.observe('p', 'c', 1000, 250);
    expect(calibration.bound('p', 'a', 4000)).toBe(1250);
    expect(calibration.bound('p', 'b', 4000)).toBe(4000);
  });

  it('is never below what was seen, and never above the bytes', () => {
    const prompt = fc.tuple(fc.integer({ min: 1, max: 1e7 }), fc.double({ min: 0, max: 1.5, noNaN: true }));
    fc.assert(
      fc.property(fc.array(prompt, { maxLength: 60 }), fc.integer({ min: 0, max: 1e8 }), (prompts, bytes) => {
        const calibration = createCalibration();
        const seen = prompts.map(([bytes, share]) => ({ bytes, tokens: Math.ceil(bytes * share) }));
        for (const { bytes, tokens } of seen) calibration.observe('p', 'm', bytes, tokens);
        expect(calibration.bound('p', 'm', bytes)).toBeLessThanOrEqual(bytes);
        for (const prompt of seen) {
          if (prompt.bytes < 512) continue;
          const bound = calibration.bound('p', 'm', prompt.bytes);
          expect(bound).toBeGreaterThanOrEqual(Math.min(prompt.bytes, prompt.tokens));
        }
      }),
    );
  });
});
