/** The terminal command. Its options, events and exit codes are a public interface: docs/terminal.md. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { exitCodes } from '../contract/errors.ts';
import { help } from './help.ts';
import { onInterrupt } from './interrupt.ts';
import { readLinkList, readWanted, type Wanted } from './links.ts';
import { openCommandLog } from './log.ts';
import { parseCommand, type RunOptions } from './options.ts';
import { collectReports, type Reports } from './report.ts';
import { openOutput } from './output.ts';
import { run } from './run.ts';
import { UsageError } from './values.ts';
import { createBarView } from './view/bars.ts';
import { createJsonView } from './view/json.ts';
import { createLineView } from './view/lines.ts';
import type { View } from './view/view.ts';

// What downloads allocate is short-lived. V8 would give it a nursery of up to 128 MiB, and clear it no faster than one of 2.
setFlagsFromString('--semi-space-growth-factor=1');

const output = openOutput();

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as { version: string };

function chooseView({ json, quiet }: RunOptions): View {
  if (json) return createJsonView(output);
  const live = process.stderr.isTTY && process.env['TERM'] !== 'dumb' && !quiet;
  return live ? createBarView(output, process.stderr) : createLineView(output, { quiet });
}

async function collectWanted({ urls, mirrors, inputFile, transfer, quiet }: RunOptions): Promise<readonly Wanted[]> {
  const warn = (text: string): void => (quiet ? undefined : output.stderr(`rangefinder: warning: ${text}`));
  const listed = inputFile === null ? [] : await readLinkList(inputFile);
  const wanted: readonly Wanted[] = [...(await readWanted(urls, warn)), ...listed.map((url) => ({ url }))];
  if (wanted.length === 0) throw new UsageError('the list has no URL in it');
  const [only] = wanted;
  if (wanted.length > 1 && transfer.name !== null) throw new UsageError(`--name is for one URL, and there are ${wanted.length}`);
  if (mirrors.length === 0 || !only) return wanted;
  if (wanted.length > 1) throw new UsageError(`--mirror is for one URL, and there are ${wanted.length}`);
  return [{ ...only, mirrors: [...mirrors, ...(only.mirrors ?? [])] }];
}

function readCertificates(file: string | null): readonly string[] {
  if (file === null) return [];
  try {
    const pem = readFileSync(file, 'utf8');
    if (pem.includes('-----BEGIN CERTIFICATE-----')) return [pem];
  } catch (error) {
    throw new UsageError(`--ca-certificate cannot be read: ${(error as Error).message}`);
  }
  throw new UsageError(`--ca-certificate takes a file of PEM certificates, and ${file} has none`);
}

async function download(options: RunOptions): Promise<number> {
  const wanted = await collectWanted(options);
  const caCertificates = readCertificates(options.caCertificate);
  const view = chooseView(options);
  const log = await openCommandLog(options, (line) => view.line(line));
  if (options.transfer.insecure && !options.quiet) view.line('rangefinder: warning: certificates are not checked (--insecure)');

  const reports = options.report === null ? null : collectReports(options.report, version);
  const downloads = run({ wanted, options, caCertificates, view, log: log?.log ?? null, reports });
  onInterrupt(async () => {
    await downloads.interrupt();
    view.close();
    await writeReports(reports);
    await log?.close();
    await output.flush();
  });
  const exitCode = await downloads.finished;
  view.close();
  const written = await writeReports(reports);
  await log?.close();
  return exitCode === exitCodes.completed && !written ? exitCodes.disk : exitCode;
}

/** @returns false when they could not be written, which has been said then. */
async function writeReports(reports: Reports | null): Promise<boolean> {
  try {
    await reports?.write();
    return true;
  } catch (error) {
    output.stderr(`rangefinder: --report cannot be written: ${(error as Error).message}`);
    return false;
  }
}

async function main(args: readonly string[]): Promise<number> {
  try {
    const command = parseCommand(args, { version, cwd: process.cwd() });
    if (command.kind === 'run') return await download(command.options);
    output.stdout(command.kind === 'help' ? help.trimEnd() : version);
    return exitCodes.completed;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.stderr(`rangefinder: ${error.message} (see rangefinder --help)`);
    return exitCodes.usage;
  }
}

const exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  output.stderr(`rangefinder: ${error instanceof Error ? error.message : String(error)}`);
  return exitCodes.other;
});
await output.flush();
process.exit(exitCode);
