/**
 * Milliseconds of the main process until the service stands and the list is on its way to a window.
 *
 *   node list-start.ts DATABASE
 */
import type { ListChange } from '../../contract/change.ts';
import { openDesk } from './window.ts';

const [database = ''] = process.argv.slice(2);
const before = performance.now();
const { service } = openDesk('/tmp', database);
const { value: list } = (await service.api.watch().next()) as IteratorYieldResult<ListChange>;
const started = performance.now() - before;
console.log(JSON.stringify({ started, rows: list.kind === 'snapshot' ? list.rows.length : 0 }));
process.exit();
