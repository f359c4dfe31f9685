import { describe, expect, it } from 'vitest';
import { isTimeZone } from '../../src/windows/index.ts';

describe('isTimeZone', () => {
  it.each([
    'UTC',
    'Europe/Berlin',
    'America/Argentina/Buenos_Aires',
    'Asia/Kolkata',
    'Asia/Calcutta',
    'Etc/GMT+5',
    'CET',
  ])('takes %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each([
    '',
    ' ',
    'Z',
    '+02:00',
    '-0500',
    'GMT+2',
    'UTC+1',
    'PST',
    'IST',
    'SystemV/PST8',
    'local',
    'utc',
    'europe/berlin',
    'Europe/Berlin ',
    'Europe/',
    'Mars/Olympus',
    'Etc/Unknown',
    'Europe/Berlin\0',
    '../etc/passwd',
    'Europe/'.repeat(100_000),
  ])('refuses %j', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
