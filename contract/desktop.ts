/** What a window has to do with the desktop around it: what it is told to do by menus and links, and what happens when all is done. */
import { z } from 'zod';
import { endings } from './endings.ts';

/** What a menu, a link or another program wants the window to do. */
export const WindowCommand = z.discriminatedUnion('do', [
  z.object({ do: z.literal('add') }),
  /**
   * Offers the links in a text to the person, in the dialog for adding. Nothing is ever added by it. `name` is that of the file it came from.
   * What was handed over may be a page's doing, and nobody's wish: no server is asked about such links before the person says so.
   */
  z.object({ do: z.literal('offer'), text: z.string(), name: z.string(), handedOver: z.boolean() }),
  z.object({ do: z.literal('find') }),
  z.object({ do: z.literal('settings') }),
  z.object({ do: z.literal('shortcuts') }),
  z.object({ do: z.literal('verify') }),
]);
export type WindowCommand = z.infer<typeof WindowCommand>;

export const Ending = z.enum(endings);
export type Ending = z.infer<typeof Ending>;

export const UpdateState = z.object({
  /** Whether there is a place to ask for newer versions. */
  possible: z.boolean(),
  /** A version newer than this one; null when none is known. */
  newer: z.object({ version: z.string(), address: z.string().nullable() }).nullable(),
  /** Milliseconds since the epoch of the last answer; null before the first. */
  checkedAt: z.number().nullable(),
});
export type UpdateState = z.infer<typeof UpdateState>;

export const DesktopState = z.object({
  /** Those that this shell can bring about; empty in a browser. */
  endings: z.array(Ending),
  /** What the person chose for this once; null is nothing. */
  whenDone: Ending.nullable(),
  /** When it happens, in milliseconds since the epoch; null while it is not counted down to. */
  endsAt: z.number().nullable(),
  /** Why the last choice was not carried out: downloads had failed, or the system refused. */
  kept: z
    .discriminatedUnion('because', [
      z.object({ because: z.literal('failed'), ending: Ending, count: z.number() }),
      z.object({ because: z.literal('refused'), ending: Ending, message: z.string() }),
    ])
    .nullable(),
  updates: UpdateState,
});
export type DesktopState = z.infer<typeof DesktopState>;
