/** Whose turn it is. No schema library here: the window's first picture waits for this file. */

/** The queue of whatever nobody has put elsewhere. It can be changed in every way, but not be deleted. */
export const defaultQueueId = 'default';

/** Whose turn it is inside a queue, before the order of the list. */
export const priorities = ['high', 'normal', 'low'] as const;
