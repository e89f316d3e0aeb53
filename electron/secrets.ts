/**
 * The system's secret store: it keeps one key, and what the service keeps is sealed with that. So the store is asked once, when the
 * program starts, and a secret can be read whenever it is needed.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { safeStorage } from 'electron';
import type { Log } from '../service/log.ts';
import type { SecretBox } from '../service/vault.ts';

const algorithm = 'aes-256-gcm';
const keyLength = 32;
const nonceLength = 12;
const tagLength = 16;

/** Null where the system has no store, or does not open it. A key that it once sealed is never replaced: it may open it again later. */
export async function openSecrets(file: string, log: Log): Promise<SecretBox | null> {
  if (!(await isAvailable())) return null;
  try {
    return boxOf(existsSync(file) ? await readKey(file) : await makeKey(file));
  } catch (error) {
    log('warn', 'the secret store of the system cannot be used', { error: String(error) });
    return null;
  }
}

async function isAvailable(): Promise<boolean> {
  // What Electron calls basic text is a key that everybody knows.
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return false;
  return await safeStorage.isAsyncEncryptionAvailable();
}

async function readKey(file: string): Promise<Buffer> {
  const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(readFileSync(file));
  const key = Buffer.from(result, 'base64');
  if (key.length !== keyLength) throw new Error('the key has not the length of one');
  if (shouldReEncrypt) await writeKey(file, key);
  return key;
}

async function makeKey(file: string): Promise<Buffer> {
  const key = randomBytes(keyLength);
  await writeKey(file, key);
  return key;
}

/** In one step: half a key would lose every login that was sealed with the whole one. */
async function writeKey(file: string, key: Buffer): Promise<void> {
  const sealed = await safeStorage.encryptStringAsync(key.toString('base64'));
  writeFileSync(`${file}.new`, sealed, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

function boxOf(key: Buffer): SecretBox {
  return {
    encrypt(text) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv(algorithm, key, nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    decrypt(bytes) {
      const sealed = Buffer.from(bytes);
      const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceLength));
      decipher.setAuthTag(sealed.subarray(nonceLength, nonceLength + tagLength));
      return decipher.update(sealed.subarray(nonceLength + tagLength), undefined, 'utf8') + decipher.final('utf8');
    },
  };
}
