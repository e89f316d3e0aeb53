/** What can be done with the computer, or the app, when all downloads are done. No schema library here: the window's first picture waits for this file. */
export const endings = ['quit', 'sleep', 'hibernate', 'shutdown'] as const;
