/** Whether anybody can see the window. Where nobody can, it asks for less. */

export const isSeen = (): boolean => document.visibilityState === 'visible';

/** Told whenever it changes. Returns the way to end it. */
export function onSeen(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}
