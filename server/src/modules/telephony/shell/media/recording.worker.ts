// The thread that seals recordings to disk: a slow disk delays this thread and neither a tick nor signalling.
import { parentPort, receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { RecordingId } from '@tandem/contract/ids.ts';
import { SAMPLE_RATE } from '@tandem/rtp';
import { sealFileWriter, type SealedWriter } from '../../../../platform/crypto/sealed-file.ts';
import type { FromWriter, ToRecording, ToWriter } from './messages.ts';
import { RECORDING_CHUNK_BYTES } from './recording-tap.ts';

type Source = { port: MessagePort; files: Map<RecordingId, SealedWriter> };

const pool = parentPort!;
const sources = new Map<number, Source>();
const post = (message: FromWriter): void => pool.postMessage(message);

function handle(source: Source, message: ToRecording): void {
  const { recording } = message;
  try {
    if (message.do === 'begin') {
      const header = {
        contentType: `audio/PCMU;rate=${SAMPLE_RATE};channels=2`,
        wrappedKey: message.wrappedKey,
        sampleRate: SAMPLE_RATE,
        channels: 2,
        bytesPerSample: 1,
        chunkBytes: RECORDING_CHUNK_BYTES,
      };
      source.files.set(recording, sealFileWriter(message.path, header, message.dataKey));
      return;
    }
    const file = source.files.get(recording);
    if (file === undefined) return; // it failed before, which was told then
    if (message.do === 'append') {
      file.append(message.bytes);
      return;
    }
    const { durationMs, bytes, sha256 } = file.close();
    source.files.delete(recording);
    post({ kind: 'event', event: { kind: 'recording-closed', recording, durationMs, bytes, sha256 } });
  } catch (error) {
    // What was sealed so far stays readable; recovery finds it.
    source.files.get(recording)?.abandon();
    source.files.delete(recording);
    post({ kind: 'event', event: { kind: 'recording-failed', recording, detail: String(error) } });
  }
}

/** Writes what a worker had handed over before it died, and closes its files as they are. */
function abandon(worker: number): void {
  const source = sources.get(worker);
  if (source === undefined) return;
  drain(source);
  for (const file of source.files.values()) file.abandon();
  source.port.close();
  sources.delete(worker);
}

function drain(source: Source): void {
  for (let next = receiveMessageOnPort(source.port); next !== undefined; next = receiveMessageOnPort(source.port))
    handle(source, next.message as ToRecording);
}

pool.on('message', (message: ToWriter) => {
  switch (message.do) {
    case 'worker': {
      const source: Source = { port: message.port, files: new Map() };
      sources.set(message.worker, source);
      source.port.on('message', (chunk: ToRecording) => handle(source, chunk));
      return;
    }
    case 'abandon':
      abandon(message.worker);
      break;
    case 'finish':
      for (const source of sources.values()) drain(source);
      break;
  }
  post({ kind: 'done', request: message.request });
});
