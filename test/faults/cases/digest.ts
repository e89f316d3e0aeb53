/** Fault 48: what the server, or the user, says about the file's digest. */
import { createHash } from 'node:crypto';
import { cutAfter } from '../../hostile/delivery.ts';
import type { FaultCase } from '../case.ts';
import { every, lie, ranged, spoil, withoutRanges } from '../kit.ts';
import type { Stage } from '../stage.ts';

const digestOf = (bytes: Buffer, algorithm = 'sha256'): string => createHash(algorithm).update(bytes).digest('base64');
const told = (field: string, value: (stage: Stage) => string) => (stage: Stage) =>
  spoil(
    stage,
    every,
    lie(stage, (answer) => answer.set(field, value(stage))),
  );
const wrong = Buffer.from('another file');

export const digestCases: readonly FaultCase[] = [
  {
    id: '48',
    name: 'Repr-Digest of another file',
    serve: told('Repr-Digest', () => `sha-256=:${digestOf(wrong)}:`),
    expect: { exit: 6, codes: ['CHECKSUM'] },
  },
  {
    id: '48b',
    name: 'Repr-Digest of the file is checked',
    serve: told('Repr-Digest', (stage) => `sha-256=:${digestOf(stage.file.bytes)}:, sha-512=:${digestOf(stage.file.bytes, 'sha512')}:`),
    expect: { exit: 0 },
    check: function* (stage) {
      const checks = stage.lastRun.events.find(({ event }) => event === 'completed')?.checks ?? [];
      if (!checks.some(({ origin, ok }) => origin === 'header' && ok)) yield 'the digest that the server told was not checked';
    },
  },
  {
    id: '48c',
    name: 'a malformed Repr-Digest is passed over',
    serve: told('Repr-Digest', () => 'sha-256=nonsense, md9=:AAAA:, ,;;'),
    expect: { exit: 0 },
  },
  {
    id: '48d',
    name: 'the legacy Digest field of another file',
    serve: told('Digest', () => `SHA-256=${digestOf(wrong)}`),
    expect: { exit: 6, codes: ['CHECKSUM'] },
  },
  {
    id: '48e',
    name: 'a Content-Digest of a part is no digest of the file',
    serve: (stage) =>
      spoil(
        stage,
        ranged,
        lie(stage, (answer) => answer.set('Content-Digest', `sha-256=:${digestOf(answer.body)}:`)),
      ),
    expect: { exit: 0 },
  },
  {
    id: '48f',
    name: 'the checksum that the user gave is another',
    job: { checksums: [`sha256=${'0'.repeat(64)}`] },
    expect: { exit: 6, codes: ['CHECKSUM'] },
  },
  {
    id: '48g',
    name: 'the checksums that the user gave are right',
    job: (stage) => ({
      checksums: ['md5', 'sha1', 'sha256', 'sha512'].map((name) => `${name}=${createHash(name).update(stage.file.bytes).digest('hex')}`),
    }),
    expect: { exit: 0 },
    peers: false,
    check: function* (stage) {
      const checks = stage.lastRun.events.find(({ event }) => event === 'completed')?.checks ?? [];
      if (checks.filter(({ ok }) => ok).length !== 4) yield `${checks.length} checks were reported`;
    },
  },
  {
    id: '48h',
    name: 'one right checksum does not excuse a wrong one',
    job: (stage) => ({ checksums: [`sha256=${createHash('sha256').update(stage.file.bytes).digest('hex')}`, `md5=${'0'.repeat(32)}`] }),
    expect: { exit: 6, codes: ['CHECKSUM'] },
    peers: false,
  },
  {
    id: '48i',
    name: 'without ranges, the body is cut where the digest would tell',
    serve: (stage) =>
      spoil(
        stage,
        every,
        withoutRanges(stage, (answer) => answer.set('Repr-Digest', `sha-256=:${digestOf(stage.file.bytes)}:`), cutAfter(1_000_000)),
      ),
    expect: { exit: [3, 5], codes: ['TRUNCATED', 'CONNECTION_LOST'] },
  },
];
