/**
 * Looks at the links that are being added. Each link is asked about once, however often the dialog is opened; what nobody wants to know
 * any more is taken back.
 */
import { create } from 'zustand';
import type { Client } from '../../contract/client.ts';
import type { AddInput } from '../../contract/download.ts';
import { errorCodes, type ErrorCode } from '../../contract/errors.ts';
import type { LinkDestination, LinkSight } from '../../contract/links.ts';
import { nameFromLink } from '../input/links.ts';
import type { Look, Preview } from '../input/preview.ts';

interface PreviewState {
  readonly looks: ReadonlyMap<string, Look>;
  readonly destinations: ReadonlyMap<string, LinkDestination>;
}

export const usePreviews = create<PreviewState>()(() => ({ looks: new Map(), destinations: new Map() }));

/** What is remembered; beyond that, everything is forgotten. */
const most = 2_000;
/** The contract's. */
const mostAtOnce = 500;

const asked = new Map<string, AbortController>();

/** What a look at a link can depend on. What is known of the file's bytes is not part of it, and may be megabytes of digests. */
export function askable(item: AddInput): AddInput {
  const { checksums: _, size: __, pieces: ___, mirrors: ____, ...rest } = item;
  return rest;
}

/** Everything that the server's answer may depend on, and nothing else. */
const questionOf = ({ url, headers, userAgent, referer, cookie, credentials, handedOver }: AddInput): string =>
  JSON.stringify([url, headers, userAgent, referer, cookie, credentials, handedOver]);

/** What the place of a file depends on: what is asked for, and what the server has said. */
function placeOf(item: AddInput, look: Look | undefined): string {
  const sight = look?.state === 'seen' ? look.sight : null;
  return JSON.stringify([item.url, item.folder, item.name, item.category, sight?.name, sight?.contentType]);
}

/** What is known of each link now. @param held links that wait for a word of the person. */
export const previewsOf = ({ looks, destinations }: PreviewState, items: readonly AddInput[], held: ReadonlySet<string>): Preview[] =>
  items.map((item) => {
    const look = looks.get(questionOf(item));
    return {
      url: item.url,
      name: item.name ?? (look?.state === 'seen' ? look.sight.name : nameFromLink(item.url)),
      look: look ?? null,
      held: !look && held.has(item.url),
      destination: destinations.get(placeOf(item, look)) ?? null,
    };
  });

/** What the server says of a link; null while it has not been asked. */
export function sightOf({ looks }: PreviewState, item: AddInput | undefined): LinkSight | null {
  const look = item && looks.get(questionOf(item));
  return look?.state === 'seen' ? look.sight : null;
}

/** Asks about those that have not been asked about, and about no others any more. */
export function lookAt(client: Client, items: readonly AddInput[]): void {
  const wanted = new Map(items.map((item) => [questionOf(item), item]));
  for (const [question, abort] of asked) if (!wanted.has(question)) abort.abort();
  const { looks } = usePreviews.getState();
  for (const [question, item] of wanted) if (!looks.has(question)) void ask(client, question, item);
}

/** Takes back what is not answered yet. */
export const lookAway = (): void => asked.forEach((abort) => abort.abort());

/** Forgets the failures among them, so that they are asked about once more. */
export function forgetFailures(items: readonly AddInput[]): void {
  for (const question of items.map(questionOf)) {
    if (usePreviews.getState().looks.get(question)?.state === 'failed') setLook(question, null);
  }
}

async function ask(client: Client, question: string, item: AddInput): Promise<void> {
  const abort = new AbortController();
  asked.set(question, abort);
  setLook(question, { state: 'asking' });
  try {
    // A name of one's own says nothing about what the server calls it.
    const { name: _, ...rest } = askable(item);
    const sight = await client.links.peek(rest, { signal: abort.signal });
    setLook(question, { state: 'seen', sight });
  } catch (thrown) {
    setLook(question, abort.signal.aborted ? null : { state: 'failed', ...reasonOf(thrown) });
  } finally {
    asked.delete(question);
  }
}

export function reasonOf(thrown: unknown): { code: ErrorCode | null; message: string } {
  const code = (thrown as { readonly code?: unknown } | null)?.code;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: errorCodes.find((known) => known === code) ?? null, message };
}

function setLook(question: string, look: Look | null): void {
  usePreviews.setState(({ looks }) => {
    const next = new Map(looks.size < most ? looks : []);
    if (look) next.set(question, look);
    else next.delete(question);
    return { looks: next };
  });
}

/** Finds out where they would go, as often as asked: what is on the disk changes. */
export async function survey(client: Client, items: readonly AddInput[], looks: PreviewState['looks'], signal: AbortSignal): Promise<void> {
  const questions = items.map((item) => {
    const look = looks.get(questionOf(item));
    const sight = look?.state === 'seen' ? look.sight : null;
    const name = item.name ?? sight?.name;
    const question = { item: askable(item), ...(name !== undefined && { name }), contentType: sight?.contentType ?? null };
    return { key: placeOf(item, look), question };
  });
  const found = new Map<string, LinkDestination>();
  for (let from = 0; from < questions.length; from += mostAtOnce) {
    const some = questions.slice(from, from + mostAtOnce);
    const places = await client.links.survey({ items: some.map(({ question }) => question) }, { signal });
    for (const [index, place] of places.entries()) found.set(some[index]?.key ?? '', place);
  }
  if (!signal.aborted) usePreviews.setState({ destinations: found });
}
