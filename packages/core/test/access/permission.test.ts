import { expect, test } from 'vitest';
import {
  isPermitted,
  permissions,
  permissionsOf,
  roles,
  type Holder,
  type Permission,
} from '../../src/access/index.ts';

/** As docs/concepts/people.md and docs/reference/api.md say it: rows are permissions, a plus grants. */
const table = `
             admin service agent owner billing_admin operator viewer
read           +      +      -     +        +           +       +
spend          +      +      +     -        -           -       -
operate        +      -      -     +        -           +       -
administer     +      -      -     +        -           -       -
credits        +      -      -     +        +           -       -
people         +      -      -     +        -           -       -
read_audit     +      -      -     +        +           +       -
`;

const [head = '', ...lines] = table.trim().split('\n');
const holders = head.trim().split(/\s+/) as Holder[];

test.each(lines.map((line) => line.trim().split(/\s+/) as [Permission, ...string[]]))('%s', (permission, ...marks) => {
  expect(holders.map((holder) => isPermitted(holder, permission))).toEqual(marks.map((mark) => mark === '+'));
});

test('the table has every permission and every role', () => {
  expect(lines.map((line) => line.trim().split(/\s+/)[0])).toEqual([...permissions]);
  expect(holders.slice(3)).toEqual([...roles]);
});

test('a list of permissions is in one order', () => {
  for (const holder of holders)
    expect(permissionsOf(holder)).toEqual(permissions.filter((permission) => isPermitted(holder, permission)));
});
