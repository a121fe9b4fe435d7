// Reading and writing the vectors of TLS (RFC 8446, section 3.4): numbers big-endian, vectors behind their length.

/** Reads beyond the end throw a RangeError: the message is malformed. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  number(size: 1 | 2 | 3): number {
    const at = this.#skip(size);
    return this.#bytes.readUIntBE(at, size);
  }

  take(length: number): Buffer {
    const at = this.#skip(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** A vector whose length is told in `size` bytes. */
  vector(size: 1 | 2 | 3): Buffer {
    return this.take(this.number(size));
  }

  #skip(length: number): number {
    const at = this.#at;
    if (at + length > this.#bytes.length) throw new RangeError('a TLS message ends too early');
    this.#at = at + length;
    return at;
  }
}

export function uint(size: 1 | 2 | 3, value: number): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntBE(value, 0, size);
  return bytes;
}

export const vector = (size: 1 | 2 | 3, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([uint(size, body.length), body]);
};
