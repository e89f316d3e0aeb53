/** Settings, with their defaults in the schema: a missing or damaged field falls back alone. */
import { z } from 'zod';
import { Connections, ConflictPolicy } from './download.ts';
import { defaultColumns, ListColumn, ListDensity, ListSorting, ListWidths } from './list-layout.ts';

export const Settings = z.object({
  /** Where files go; empty means the user's own downloads folder. */
  folder: z.string().default(''),
  /** Downloads that run at the same time. */
  maxActive: z.number().int().min(1).max(100).default(5),
  connections: Connections.default('auto'),
  /** Connections to one host over all downloads. */
  maxPerHost: z.number().int().min(1).max(256).default(32),
  minSplitSize: z
    .number()
    .int()
    .min(65536)
    .default(1024 * 1024),
  connectTimeout: z.number().int().min(1000).max(600_000).default(15_000),
  idleTimeout: z.number().int().min(1000).max(3_600_000).default(30_000),
  retries: z.number().int().min(0).max(1000).default(10),
  retryWait: z.number().int().min(0).max(3_600_000).default(1000),
  /** Bytes a second over all downloads; 0 is no limit. */
  limitRate: z.number().int().min(0).default(0),
  onConflict: ConflictPolicy.default('rename'),
  userAgent: z.string().default(''),
  /** Who says which proxy to use: the system (or the environment), nobody, or the settings below. */
  proxyMode: z.enum(['system', 'none', 'manual']).default('system'),
  /** As `readProxyAddress` reads it; without user name and password. The password is no setting: no window may read it. */
  proxyAddress: z.string().max(1024).default(''),
  proxyUser: z.string().max(1024).default(''),
  /** Servers that are asked without the proxy: names, addresses and networks, apart by spaces or commas. */
  proxyExceptions: z.string().max(16_384).default('localhost 127.0.0.0/8 ::1'),
  /** Look for checksums that the server publishes beside the file. */
  findChecksums: z.boolean().default(true),
  /** What a restart of the app does with downloads that were active. */
  resumeOnStart: z.boolean().default(true),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  language: z.string().default('system'),
  notify: z.boolean().default(true),
  keepAwake: z.boolean().default(true),
  /** Whether completed and removed downloads are remembered beyond the list. */
  keepHistory: z.boolean().default(true),
  /** For how long; 0 is for good. */
  historyDays: z.number().int().min(0).max(36_500).default(365),
  /** Closing the window leaves the app in the tray, downloading. */
  closeToTray: z.boolean().default(false),
  /** Whether the person has been told where the window went. */
  trayExplained: z.boolean().default(false),
  startAtLogin: z.boolean().default(false),
  /** Started at login, the app opens no window. */
  startHidden: z.boolean().default(true),
  checkForUpdates: z.boolean().default(true),
  /** What the release feed said last, and when it was asked. */
  updateAnswer: z.object({ at: z.number(), version: z.string(), address: z.string().nullable() }).nullable().default(null),
  clipboardWatch: z.boolean().default(false),
  listDensity: ListDensity.default('comfortable'),
  /** In the order in which they are shown. */
  listColumns: z
    .array(ListColumn)
    .max(64)
    .default([...defaultColumns]),
  listWidths: ListWidths.default({}),
  listSorting: ListSorting.default({ key: 'added', reversed: false }),
});
export type Settings = z.infer<typeof Settings>;

type Shape = typeof Settings.shape;
type PatchShape = { readonly [Name in keyof Shape]: z.ZodOptional<ReturnType<Shape[Name]['unwrap']>> };

/** A change of some settings. Without the defaults: a patch that names one setting must not reset all others. */
export const SettingsPatch = z.object(
  Object.fromEntries(Object.entries(Settings.shape).map(([name, schema]) => [name, schema.unwrap().optional()])) as unknown as PatchShape,
);
export type SettingsPatch = z.infer<typeof SettingsPatch>;

/** Reads stored settings field by field: one bad value loses itself and nothing else. */
export function parseSettings(stored: Readonly<Record<string, unknown>>): Settings {
  const settings: Record<string, unknown> = Settings.parse({});
  for (const [key, schema] of Object.entries(Settings.shape)) {
    if (!(key in stored)) continue;
    const parsed = schema.safeParse(stored[key]);
    if (parsed.success) settings[key] = parsed.data;
  }
  return settings as Settings;
}
