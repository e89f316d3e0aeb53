/** What the command shows, and to whom: people at a terminal, people reading a log, or a program. */
import type { Failure } from '../../contract/errors.ts';
import type { Notice } from '../../contract/notices.ts';
import type { Completion, Progress } from '../../service/headless.ts';

export interface Item {
  readonly id: string;
  readonly url: string;
  name: string;
  status: 'queued' | 'probing' | 'downloading' | 'waiting' | 'paused' | 'verifying' | 'finishing' | 'completed' | 'failed';
  progress: Progress | null;
  /** Milliseconds since the epoch at which a waiting download tries again. */
  retryAt: number | null;
}

export interface View {
  added(item: Item): void;
  /** Its status, its name or its progress is new. */
  changed(item: Item): void;
  notice(item: Item, notice: Notice): void;
  completed(item: Item, completion: Completion): void;
  failed(item: Item, failure: Failure, kept: boolean): void;
  /** A line that is about no download: a warning, a line of the log. */
  line(text: string): void;
  /** Leaves the screen tidy; nothing is shown afterwards. */
  close(): void;
}

/** Where lines go. Never throws, whatever became of the reader. */
export interface Output {
  stdout(line: string): void;
  stderr(line: string): void;
}
