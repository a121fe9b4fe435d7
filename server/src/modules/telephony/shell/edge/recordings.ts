// Recordings in progress: where their files are, what is told of them, and what a crash left of them.
import fs from 'node:fs';
import path from 'node:path';
import type { EdgeCommand, EdgeFact } from '@tandem/contract/edge.ts';
import type { CallId, RecordingId, TenantId } from '@tandem/contract/ids.ts';
import { recoverSealedFile } from '../../../../platform/crypto/sealed-file.ts';
import type { OpenRecording } from '../../core/journal.ts';
import type { MediaEvent, MediaTransport } from '../../ports.ts';
import type { Log } from './context.ts';

type Options = { folder: string; media: MediaTransport; log: Log; now: () => number; fact: (fact: EdgeFact) => void };
type Closed = Extract<MediaEvent, { kind: 'recording-closed' | 'recording-failed' }>;

export type Recordings = {
  start(order: Extract<EdgeCommand, { do: 'record' }>): void;
  onMedia(event: Closed): void;
  /** The worker that wrote them died: what is on disk is sealed as it is. */
  lost(recordings: readonly RecordingId[]): void;
  recover(left: readonly OpenRecording[]): void;
};

export function createRecordings({ folder, media, log, now, fact }: Options): Recordings {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const open = new Map<RecordingId, { tenant: TenantId; call: CallId }>();
  const fileOf = (recording: RecordingId): string => `${recording}.trec`;

  const salvage = (left: OpenRecording): void => {
    seal(left).catch((error: unknown) =>
      log.error('a recording could not be salvaged', { recording: left.recording, error: String(error) }),
    );
  };
  const seal = async ({ tenant, recording, call }: OpenRecording): Promise<void> => {
    const file = fileOf(recording);
    const full = path.join(folder, file);
    if (!fs.existsSync(full)) {
      // Announced, and the crash came before its first byte: an empty recording is the truth.
      fact({ kind: 'recording.sealed', at: now(), tenant, recording, call, file: '', durationMs: 0, bytes: 0, sha256: '', whole: false });
      return;
    }
    const { durationMs, bytes, sha256 } = await recoverSealedFile(full);
    fact({ kind: 'recording.sealed', at: now(), tenant, recording, call, file, durationMs, bytes, sha256, whole: false });
  };

  return {
    start({ tenant, recording, call, left, right, dataKey, wrappedKey }) {
      media.record({
        recording,
        call,
        left,
        right,
        path: path.join(folder, fileOf(recording)),
        dataKey: Buffer.from(dataKey, 'base64'),
        wrappedKey,
      });
      if (open.has(recording)) return;
      open.set(recording, { tenant, call });
      fact({ kind: 'recording.started', at: now(), tenant, recording, call });
    },
    onMedia(event) {
      const known = open.get(event.recording);
      if (!known) return;
      open.delete(event.recording);
      if (event.kind === 'recording-failed') {
        log.error('a recording failed', { recording: event.recording, detail: event.detail });
        salvage({ ...known, recording: event.recording });
        return;
      }
      const { recording, durationMs, bytes, sha256 } = event;
      fact({ kind: 'recording.sealed', at: now(), ...known, recording, file: fileOf(recording), durationMs, bytes, sha256, whole: true });
    },
    lost(recordings) {
      for (const recording of recordings) {
        const known = open.get(recording);
        open.delete(recording);
        if (known) salvage({ ...known, recording });
      }
    },
    recover(left) {
      for (const each of left) salvage(each);
    },
  };
}
