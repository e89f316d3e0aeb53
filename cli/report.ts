/** The integrity reports of a command, gathered while it runs and written when it ends. */
import { writeFile } from 'node:fs/promises';
import type { IntegrityReport } from '../contract/report.ts';
import { publicReport, reportOfNothing, type RunReport } from '../service/headless.ts';

export interface Reports {
  /** A download is in the queue. */
  add(id: string, url: string): void;
  /** A run of it has told what became of it. */
  set(id: string, report: RunReport): void;
  /** Writes one object for one download, an array in the order of adding for several. Throws what the disk says. */
  write(): Promise<void>;
}

export function collectReports(file: string, version: string): Reports {
  const reports = new Map<string, IntegrityReport>();
  return {
    add: (id, url) => void reports.set(id, publicReport(reportOfNothing(url, null), version)),
    set: (id, report) => void reports.set(id, publicReport(report, version)),
    async write() {
      const all = [...reports.values()];
      await writeFile(file, `${JSON.stringify(all.length === 1 ? all[0] : all, null, 2)}\n`);
    },
  };
}
