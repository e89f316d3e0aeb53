/** What the time of a processor went to, by the functions that were found on the stack. */
import type { Sample } from './sample.ts';

/** The first that any frame of a sample fits takes it, so that what lies deeper comes first where both could be. */
const purposes = [
  ['start of Node', /node::LoadEnvironment|InitializeOncePerProcess|node::Worker|ModuleWrap|BuiltinLoader|Snapshot|InitCrypto|_dl_/],
  ['memory', /Scaveng|MarkCompact|Marking|Sweep|Heap::(Collect|Allocate)|GarbageCollect/],
  ['sync', /fdatasync|fsync/],
  ['write', /pwrite|vfs_write.*ext4|generic_perform_write/],
  ['read back', /pread|ext4_file_read_iter|filemap_read/],
  ['CRC-32', /crc32/],
  ['digest', /sha(1|256|512)_|SHA(1|256|512)|EVP_Digest|md5_|blake3/i],
  ['decrypt', /SSL_|ssl3_|aes_|gcm|chacha|poly1305|EVP_Cipher|EVP_Decrypt/i],
  ['receive', /tcp_recvmsg|sock_read_iter|recvmsg/],
  ['network', /handle_softirqs|tcp_sendmsg|__sys_connect|net_rx|tcp_v4/],
  ['JavaScript', /\(js\)$|^Builtins_|v8::/],
] as const;

const rest = 'rest';

export const purposeNames: readonly string[] = [...purposes.map(([name]) => name), rest];

/** Milliseconds for each purpose. */
export function breakdownOf(samples: readonly Sample[]): ReadonlyMap<string, number> {
  const sums = new Map(purposeNames.map((name) => [name, 0]));
  for (const { frames, weight } of samples) {
    const purpose = purposes.find(([, pattern]) => frames.some((frame) => pattern.test(frame)))?.[0] ?? rest;
    sums.set(purpose, (sums.get(purpose) ?? 0) + weight);
  }
  return sums;
}
