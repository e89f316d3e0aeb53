/** The memory of a virtual machine, which its host may take back at any time that suits it, and which then costs time to get again. */
import { globSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const devices = '/sys/bus/virtio/drivers/virtio_balloon/virtio*/features';
/** Among the features that a balloon has agreed on with its host (virtio 1.2, 5.5.3): free pages are reported, and taken away. */
const reporting = 5;
/** Milliseconds after memory was freed until Linux begins to report it (mm/page_reporting.c), and some to do it in. */
const reportingTime = 3500;

const reportsFreePages = globSync(devices).some((file) => readFileSync(file, 'utf8')[reporting] === '1');

/** Waits until memory that was freed before has gone to the host where it does so, so that it does not go in the middle of what comes next. */
export async function settleMemory(): Promise<void> {
  if (reportsFreePages) await wait(reportingTime);
}
