import { spawnSync } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withTree } from './planted-tree.ts';

const root = new URL('../..', import.meta.url).pathname;

const tree = {
  'package.json': '{ "name": "planted", "type": "module", "workspaces": ["packages/*"] }',
  'packages/core/test/one.test.ts': "import { one } from '../src/money/one.ts';\nconsole.log(one);",
  'packages/core/src/money/one.ts': 'export const one = 1n;\nexport const unused = 2n;',
  'packages/core/src/money/orphan.ts': 'export const orphan = 3n;',
  'packages/core/src/index.ts': "export { one } from './money/one.ts';",
};

interface KnipReport {
  readonly issues: readonly {
    readonly file: string;
    readonly exports: readonly { name: string }[];
    files: unknown[];
  }[];
}

test('a planted unused export and a file that nothing imports are found, and nothing else is', async () => {
  const report = await withTree(tree, async (directory) => {
    await copyFile(join(root, 'knip.jsonc'), join(directory, 'knip.jsonc'));
    const args = [join(root, 'node_modules/knip/bin/knip.js'), '--directory', directory, '--reporter', 'json'];
    const { stdout } = spawnSync(process.execPath, [...args, '--include', 'files,exports'], { encoding: 'utf8' });
    return JSON.parse(stdout) as KnipReport;
  });
  const found = report.issues.map(({ file, exports, files }) => ({
    file,
    exports: exports.map(({ name }) => name),
    unusedFile: files.length > 0,
  }));
  expect(found).toContainEqual({ file: 'packages/core/src/money/one.ts', exports: ['unused'], unusedFile: false });
  expect(found).toContainEqual({ file: 'packages/core/src/money/orphan.ts', exports: [], unusedFile: true });
  expect(found).toHaveLength(2);
});
