/** Electron's `nativeImage`: it keeps the bytes, and draws nothing. */
import { existsSync, readFileSync } from 'node:fs';

export class NativeImage {
  readonly #bytes: Buffer;
  #isTemplate = false;

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.#bytes = bytes;
  }

  isEmpty(): boolean {
    return this.#bytes.length === 0;
  }

  toPNG(): Buffer {
    return this.#bytes;
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.#bytes.toString('base64')}`;
  }

  resize(): this {
    return this;
  }

  setTemplateImage(isTemplate: boolean): void {
    this.#isTemplate = isTemplate;
  }

  isTemplateImage(): boolean {
    return this.#isTemplate;
  }
}

export const nativeImage = {
  createEmpty: (): NativeImage => new NativeImage(),
  createFromPath: (file: string): NativeImage => new NativeImage(existsSync(file) ? readFileSync(file) : undefined),
  createFromBuffer: (bytes: Buffer): NativeImage => new NativeImage(bytes),
  createFromDataURL: (url: string): NativeImage => new NativeImage(Buffer.from(url.split(',')[1] ?? '', 'base64')),
};
