/** What windows are told of a secret that the service keeps: that there is one and how it lies there, and never which. */
import { z } from 'zod';

/** Sealed by the system's secret store, readable in the database, or sealed and beyond reading now. */
export const SecretState = z.enum(['sealed', 'plain', 'unreadable']);
export type SecretState = z.infer<typeof SecretState>;
