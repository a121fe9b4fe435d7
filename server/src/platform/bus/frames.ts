// Frames on the local socket: four bytes of length (big endian), then JSON.
import { AppError } from '../errors/types.ts';

export type Frame =
  | { t: 'hello'; port: string }
  | { t: 'call'; id: number; name: string; input: unknown }
  | { t: 'done'; id: number; output: unknown }
  | { t: 'fail'; id: number; code: string; detail: Record<string, unknown> }
  | { t: 'event'; name: string; data: unknown };

/** Far above what a port call carries (the edge's directory of 10 000 devices is 2 MB); a length above it is no frame of ours. */
export const MAX_FRAME = 16 * 1024 * 1024;

export function encodeFrame(frame: Frame, most: number = MAX_FRAME): Buffer {
  const json = Buffer.from(JSON.stringify(frame));
  if (json.length > most) throw new AppError('port.frame-too-large', { bytes: json.length, most });
  const out = Buffer.allocUnsafe(4 + json.length);
  out.writeUInt32BE(json.length, 0);
  json.copy(out, 4);
  return out;
}

/** Cuts a byte stream into frames. Throws AppError `port.frame-too-large` or `port.bad-frame`: the connection is then closed. */
export function frameReader(heard: (frame: Frame) => void, most: number = MAX_FRAME): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let length = 0;
  let wanted: number | null = null;
  return (chunk) => {
    parts.push(chunk);
    length += chunk.length;
    for (;;) {
      if (length < (wanted ?? 4)) return;
      // Joined only when a whole frame is there: a large one comes in many chunks.
      const all = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
      if (wanted === null) {
        wanted = all.readUInt32BE(0);
        if (wanted > most) throw new AppError('port.frame-too-large', { bytes: wanted, most });
        parts = [all.subarray(4)];
        length -= 4;
        continue;
      }
      const body = all.subarray(0, wanted);
      parts = [all.subarray(wanted)];
      length -= wanted;
      wanted = null;
      heard(parse(body));
    }
  };
}

function parse(body: Buffer): Frame {
  try {
    return JSON.parse(body.toString()) as Frame;
  } catch (error) {
    throw new AppError('port.bad-frame', {}, { cause: error });
  }
}
