// npm run lint: style sheets are held to the length of all other sources, which the linter sees to for programs only.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup.mjs';

/** As in .oxlintrc.json. */
const mostLines = 400;

const long = globSync('{renderer,assets}/**/*.css', { cwd: root }).flatMap((file) => {
  const lines = readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n').length;
  return lines > mostLines ? [`${file} has ${lines} lines, and may have ${mostLines}`] : [];
});
for (const line of long) console.error(line);
process.exitCode = long.length > 0 ? 1 : 0;
