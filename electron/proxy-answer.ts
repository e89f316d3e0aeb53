/** The answer of a proxy script, which is also how Chromium tells what the system's settings say. */

/** Of the words in a proxy script's answer, those that can be used. */
const protocols: Readonly<Record<string, string>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS: 'socks4',
  SOCKS4: 'socks4',
  SOCKS5: 'socks5',
};

/** `PROXY a:1; SOCKS5 b:2; DIRECT`, as scripts answer and Chromium repeats. @throws when nothing in it can be used. */
export function readProxyAnswer(answer: string): string[] {
  const proxies = answer.split(';').flatMap((part) => {
    const [word = '', place = ''] = part.trim().split(/\s+/);
    if (word.toUpperCase() === 'DIRECT') return ['direct'];
    const protocol = protocols[word.toUpperCase()];
    return protocol && place ? [`${protocol}://${place}`] : [];
  });
  if (proxies.length === 0) throw new Error(`the system's answer is not understood: ${answer.slice(0, 100)}`);
  return proxies;
}
