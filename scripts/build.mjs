// Builds everything that runs: the Node programs, the preload script and the window's page.
//
//   node scripts/build.mjs                        everything, for production
//   node scripts/build.mjs --dev                  the same, readable and with React's development checks
//   node scripts/build.mjs cli transfer-worker    only these
//
// The Node programs share one build, so that what several of them use becomes a shared chunk. All of it lies flat in out/:
// programs find the workers beside themselves, from whichever chunk the code that starts them ended up in.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '..');
const out = path.join(root, 'out');

const programs = {
  electron: 'electron/main.ts',
  server: 'server/main.ts',
  cli: 'cli/main.ts',
  'transfer-worker': 'engine/transfer-worker.ts',
  'hash-worker': 'engine/hash-worker.ts',
};
const preload = { preload: 'electron/preload.ts' };
const renderer = { renderer: 'renderer/index.html' };
const entries = { ...programs, ...preload, ...renderer };

const options = process.argv.slice(2);
const development = options.includes('--dev');
const named = options.filter((option) => option !== '--dev');
const wanted = named.length > 0 ? named : Object.keys(entries);

const problems = wanted.flatMap((name) => {
  if (!(name in entries)) return [`There is nothing called ${name} to build; there is ${Object.keys(entries).join(', ')}.`];
  return existsSync(path.join(root, entries[name])) ? [] : [`${entries[name]} is missing.`];
});
if (problems.length > 0) {
  for (const problem of problems) console.error(problem);
  process.exit(1);
}

const chosen = (group) =>
  Object.fromEntries(Object.entries(group).flatMap(([name, file]) => (wanted.includes(name) ? [[name, path.join(root, file)]] : [])));

/** @type {import('vite').InlineConfig} */
const common = {
  configFile: false,
  logLevel: 'warn',
  mode: development ? 'development' : 'production',
};

/** Bundles for Node with every dependency inside, so that what is shipped needs no node_modules. */
function buildForNode(input, output) {
  return build({
    ...common,
    root,
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      outDir: out,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node24',
      minify: false,
      sourcemap: true,
      rolldownOptions: { input, external: ['electron', /^node:/], output },
    },
  });
}

/**
 * The window is loaded by the first script, which has something to do before; the browser is told of it by the page, so as to fetch
 * both at the same time.
 * @type {import('vite').Plugin}
 */
const announceWindow = {
  name: 'announce-window',
  transformIndexHtml: {
    order: 'post',
    handler(_, { bundle = {} }) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const first = chunks.find(({ isEntry }) => isEntry);
      const window = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/window.tsx'));
      if (!first || !window) throw new Error('The page has no first script, or no window.');
      const needed = [window, ...chunks.filter(({ fileName }) => window.imports.includes(fileName) && !first.imports.includes(fileName))];
      const sheets = needed.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]);
      // Latin letters, figures and signs, which every language here has on its first picture: text that changes its letters jumps.
      const fonts = Object.keys(bundle).filter((fileName) => fileName.includes('inter-latin-wght-normal'));
      return [
        ...needed.map(({ fileName }) => link(fileName, { rel: 'modulepreload' })),
        ...sheets.map((fileName) => link(fileName, { rel: 'stylesheet' })),
        ...fonts.map((fileName) => link(fileName, { rel: 'preload', as: 'font', type: 'font/woff2' })),
      ];
    },
  },
};

/**
 * @param {string} fileName
 * @param {Record<string, string>} attributes
 * @returns {import('vite').HtmlTagDescriptor}
 */
const link = (fileName, attributes) => ({
  tag: 'link',
  attrs: { ...attributes, crossorigin: true, href: `./${fileName}` },
  injectTo: 'head',
});

function buildPage() {
  return build({
    ...common,
    root: path.join(root, 'renderer'),
    base: './',
    plugins: [react(), announceWindow],
    build: {
      outDir: path.join(out, 'renderer'),
      emptyOutDir: true,
      target: 'chrome140',
      minify: !development,
      sourcemap: development,
      // Everything is a file of its own and nothing is inlined: the page's content security policy allows neither data: nor scripts in the page.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        output: {
          // What is needed at the same time is one file: each costs a request before the first picture.
          codeSplitting: {
            groups: [
              { name: 'line', test: /renderer\/connection\/session\.ts$/, priority: 2 },
              { name: 'window', test: /renderer\/window\.tsx$/, priority: 1 },
            ],
          },
        },
      },
      // The page comes from the same machine, whose disk does not mind.
      chunkSizeWarningLimit: 2_000,
    },
  });
}

const started = performance.now();
mkdirSync(out, { recursive: true });

const builds = [];
const programInputs = chosen(programs);
if (Object.keys(programInputs).length > 0) {
  builds.push(buildForNode(programInputs, { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' }));
}
if (wanted.includes('preload')) {
  // A sandboxed preload script can import nothing but Electron: it has to be one CommonJS file.
  builds.push(buildForNode(chosen(preload), { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false }));
}
if (wanted.includes('renderer')) builds.push(buildPage());

const results = (await Promise.all(builds)).flat();

if (named.length === 0) {
  // Chunks of an earlier build would be packed into the app. They go last, so that a program running meanwhile finds its files.
  const written = new Set(results.flatMap(({ output }) => output.map(({ fileName }) => fileName)));
  for (const entry of readdirSync(out, { withFileTypes: true })) {
    if (entry.isFile() && !written.has(entry.name)) rmSync(path.join(out, entry.name));
  }
}

console.error(`Built ${wanted.join(', ')} in ${Math.round(performance.now() - started)} ms.`);
