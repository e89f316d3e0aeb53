/**
 * One download as it is kept. Reading forgives: what is missing or damaged in a record falls back alone, and only a record
 * without a link is beyond use.
 */
import { z } from 'zod';
import { AddInput, Check, Checksum, ConflictPolicy, Connections, FailureSchema, HeaderList, Pieces } from '../../contract/download.ts';
import { Priority } from '../../contract/queue.ts';
import { defaultQueueId } from '../../contract/turns.ts';
import type { ResourceInfo } from '../../engine/types.ts';
import type { Vault } from '../vault.ts';
import type { DownloadState } from '../../engine/state.ts';

/** Where a download belongs, and who said so: the user, or the rules of the categories. */
const Placing = z.object({
  category: z.string().nullable(),
  by: z.enum(['user', 'rules']),
  /** Who chose the folder. */
  folder: z.enum(['user', 'rules']),
});
export type Placing = z.infer<typeof Placing>;

/** What the user asked for beyond link and folder. What is absent follows the settings, also when they change later. */
export const Choices = z.object({
  name: z.string().optional(),
  connections: Connections.optional(),
  minSplitSize: z.number().optional(),
  checksums: z.array(Checksum).optional(),
  /** Whether it is to be what the server says of it; yes, unless it says no. */
  published: z.boolean().optional(),
  /** Other links to the same file, without credentials; the best first. */
  mirrors: z.array(z.string()).optional(),
  size: z.number().optional(),
  pieces: Pieces.optional(),
  userAgent: z.string().optional(),
  referer: z.string().optional(),
  onConflict: ConflictPolicy.optional(),
  limitRate: z.number().optional(),
  placing: Placing.optional(),
  /** Whether a page or another program has proposed its links. */
  handedOver: z.boolean().optional(),
  /** Until it comes to rest, what is there is compared with what it is to be, and not fetched once more. */
  onlyCompare: z.boolean().optional(),
});
export type Choices = z.infer<typeof Choices>;

/** Kept apart from the choices, so that whatever prints or exports those cannot print these. */
const Secrets = z.object({
  headers: HeaderList.optional(),
  cookie: AddInput.shape.cookie,
  credentials: AddInput.shape.credentials,
  /** Those of mirrors, by their links. */
  logins: z.record(z.string(), z.object({ user: z.string(), password: z.string() })).optional(),
  /** All of them, when the system's secret store does not give them back. */
  sealed: z.string().optional(),
});
type Secrets = z.infer<typeof Secrets>;

export interface DownloadRecord {
  readonly id: string;
  position: number;
  readonly addedAt: number;
  /** Without credentials. */
  url: string;
  /** Absolute. */
  folder: string;
  queue: string;
  priority: Priority;
  /** Whether it goes before all hours and numbers until it is paused, completed or failed. */
  startNow: boolean;
  readonly choices: Choices;
  readonly secrets: Secrets;
  state: DownloadState;
  resource: ResourceInfo | null;
  received: number;
}

const Completion = z.object({
  path: z.string(),
  size: z.number(),
  sha256: z.string().nullable().catch(null),
  checks: z.array(Check).catch([]),
  finishedAt: z.number().catch(0),
  elapsed: z.number().catch(0),
  skipped: z.boolean().catch(false),
});

const State = z.discriminatedUnion('status', [
  z.object({ status: z.enum(['queued', 'probing', 'downloading', 'paused', 'verifying', 'finishing']) }),
  z.object({ status: z.literal('waiting'), until: z.number(), attempt: z.number(), cause: FailureSchema }),
  z.object({ status: z.literal('completed'), completion: Completion }),
  z.object({ status: z.literal('failed'), failure: FailureSchema, kept: z.boolean().catch(true) }),
]);

const Resource = z.object({
  name: z.string(),
  path: z.string(),
  size: z.number().nullable(),
  resumable: z.boolean(),
  finalUrl: z.string(),
  validator: z.string().nullable(),
  contentType: z.string().nullable(),
});

/** The table's columns, in the order in which they are read. */
export const columns = [
  'id',
  'position',
  'added_at',
  'url',
  'folder',
  'request',
  'secrets',
  'state',
  'resource',
  'received',
  'queue',
  'priority',
  'start_now',
] as const;

/** Null when nothing can be done with the row: without its name or its link there is no download. */
export function readRecord(row: readonly unknown[], vault: Vault): DownloadRecord | null {
  const [id, position, addedAt, url, folder, request, secretText, state, resource, received, queue, priority, startNow] = row;
  if (typeof id !== 'string' || id === '' || typeof url !== 'string' || url === '') return null;
  const choices = lazily(() => readFields(Choices, parseJson(request)));
  const secrets = lazily(() => readFields(Secrets, vault.unlock(parseJson(secretText))));
  return {
    id,
    url,
    position: numberOr(position, 0),
    addedAt: numberOr(addedAt, 0),
    folder: typeof folder === 'string' ? folder : '',
    queue: typeof queue === 'string' ? queue : defaultQueueId,
    priority: Priority.safeParse(priority).data ?? 'normal',
    startNow: startNow === 1,
    get choices() {
      return choices();
    },
    get secrets() {
      return secrets();
    },
    // Paused, when it cannot be known: nothing is fetched or thrown away before the user has looked at it.
    state: (State.safeParse(parseJson(state)).data as DownloadState | undefined) ?? { status: 'paused' },
    resource: Resource.safeParse(parseJson(resource)).data ?? null,
    received: numberOr(received, 0),
  };
}

/** Read when first asked for: of ten thousand finished downloads, hardly any ever is. */
function lazily<Value extends object>(read: () => Value): () => Value {
  let value: Value | null = null;
  return () => (value ??= read());
}

/** Field by field: one bad value loses itself and nothing else. */
function readFields<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, stored: unknown): z.infer<z.ZodObject<Shape>> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(isRecord(stored) ? stored : {})) {
    const parsed = Object.hasOwn(schema.shape, name) ? z.safeParse(schema.shape[name] as z.ZodType, value) : null;
    if (parsed?.success) fields[name] = parsed.data;
  }
  return fields as z.infer<z.ZodObject<Shape>>;
}

export function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const numberOr = (value: unknown, fallback: number): number => (typeof value === 'number' && Number.isFinite(value) ? value : fallback);
