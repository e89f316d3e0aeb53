/** Where the module of a thread lies: beside the sources in development, beside the bundle in the product. */
export function siblingModule(name: 'hash-worker' | 'transfer-worker'): URL {
  return new URL(import.meta.url.endsWith('.ts') ? `./${name}.ts` : `./${name}.js`, import.meta.url);
}
