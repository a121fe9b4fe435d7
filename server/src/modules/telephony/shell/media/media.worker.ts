// A media worker thread: the rooms of its calls, one tick for all of them, and nothing else to do.
import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import type { CallId, LegId, RecordingId } from '@tandem/contract/ids.ts';
import type { MediaEvent } from '../../ports.ts';
import { Clips } from './clips.ts';
import { readIdentity } from './dtls/identity.ts';
import { bindMediaSockets, type MediaLeg } from './leg.ts';
import { startHeart } from './heartbeat.ts';
import type { FromWorker, ToWorker, WorkerAnswer, WorkerSettings } from './messages.ts';
import { createOpusSource } from './opus-source.ts';
import { Player } from './player.ts';
import { Room } from './room.ts';
import { preferThread } from './thread-priority.ts';
import { startTicker } from './ticker.ts';

const { host, promptsDir, tones, ...settings } = workerData as WorkerSettings;
const identity = readIdentity(settings.identity);
let recordings = settings.recordings;
const pool = parentPort!;
const clips = new Clips(promptsDir, tones);
const opus = createOpusSource((error) => post({ kind: 'note', message: 'Opus cannot be spoken', fields: { error: String(error) } }));
const rooms = new Map<CallId, Room>();
const legs = new Map<LegId, { leg: MediaLeg; room: Room; call: CallId }>();
const recordedIn = new Map<RecordingId, Room>();

const post = (message: FromWorker): void => pool.postMessage(message);
const emit = (event: MediaEvent): void => post({ kind: 'event', event });
const answer = (request: number, result: WorkerAnswer): void => post({ kind: 'answer', request, answer: result });

void preferThread().then(({ priority, detail }) => post({ kind: 'note', message: 'media worker started', fields: { priority, detail } }));

const beat = startHeart(settings.heartbeat);
const stopTicker = startTicker((skipped) => {
  const now = performance.now();
  for (const room of rooms.values()) room.tick(now, skipped);
  beat();
});

/** Silent until its file was read the first time. */
function music(): Player {
  const player = new Player('away', true);
  const ready = clips.get([{ kind: 'music', music: 'default' }]);
  if (Array.isArray(ready)) player.start(ready);
  else
    ready.then(
      (loaded) => player.start(loaded),
      (error: unknown) => post({ kind: 'note', message: 'no music for who waits', fields: { error: String(error) } }),
    );
  return player;
}

async function open(command: Extract<ToWorker, { do: 'open' }>): Promise<void> {
  try {
    const sockets = await bindMediaSockets(host, command.port);
    const room = rooms.get(command.call) ?? new Room(emit, identity, opus, music);
    rooms.set(command.call, room);
    legs.set(command.leg, { leg: room.join(command.leg, sockets, command.sealed ?? null), room, call: command.call });
    answer(command.request, { ok: true, stats: null });
  } catch (error) {
    answer(command.request, { ok: false, code: (error as NodeJS.ErrnoException).code ?? 'unknown', detail: String(error) });
  }
}

function close(command: Extract<ToWorker, { do: 'close' }>): void {
  const entry = legs.get(command.leg);
  if (entry === undefined) {
    answer(command.request, { ok: true, stats: null });
    return;
  }
  const { leg, room, call } = entry;
  const { sealed } = leg;
  legs.delete(command.leg);
  room.leave(leg);
  if (room.empty) closeRoom(call, room);
  answer(command.request, { ok: true, stats: leg.stats(), sealed });
}

function closeRoom(call: CallId, room: Room): void {
  room.close();
  rooms.delete(call);
  for (const [recording, where] of recordedIn) if (where === room) recordedIn.delete(recording);
}

function play(command: Extract<ToWorker, { do: 'play' }>): void {
  const leg = legs.get(command.leg)?.leg;
  if (leg === undefined) {
    emit({ kind: 'played', leg: command.leg, play: command.play, reason: 'failed', detail: 'the leg has no media' });
    return;
  }
  const player = new Player(command.play, command.loop);
  leg.play(player);
  if (!leg.plays(player)) return; // it plays already
  const failed = (error: unknown): void => {
    if (leg.plays(player)) leg.stop(command.play, 'failed', error instanceof Error ? error.message : String(error));
  };
  try {
    const ready = clips.get(command.items, command.clips);
    if (Array.isArray(ready)) player.start(ready);
    else ready.then((loaded) => player.start(loaded), failed);
  } catch (error) {
    failed(error);
  }
}

function record(command: Extract<ToWorker, { do: 'record' }>): void {
  const { call, recording } = command.spec;
  const room = rooms.get(call);
  if (room === undefined) {
    emit({ kind: 'recording-failed', recording, detail: 'the call has no media' });
    return;
  }
  recordedIn.set(recording, room);
  room.record(command.spec, recordings);
}

function shutdown(request: number): void {
  stopTicker();
  for (const [call, room] of rooms) closeRoom(call, room);
  legs.clear();
  answer(request, { ok: true, stats: null });
}

pool.on('message', (command: ToWorker) => {
  switch (command.do) {
    case 'open':
      void open(command);
      break;
    case 'remote':
      legs.get(command.leg)?.leg.setRemote(command.remote);
      break;
    case 'close':
      close(command);
      break;
    case 'play':
      play(command);
      break;
    case 'stop':
      legs.get(command.leg)?.leg.stop(command.play);
      break;
    case 'digit':
      legs.get(command.leg)?.leg.press(command.digit, command.durationMs);
      break;
    case 'mix':
      rooms.get(command.call)?.setGains(command.gains);
      break;
    case 'tap':
      legs.get(command.leg)?.leg.tap(command.tap, command.direction, command.ring);
      break;
    case 'untap':
      legs.get(command.leg)?.leg.untap(command.tap);
      break;
    case 'record':
      record(command);
      break;
    case 'stop-recording':
      recordedIn.get(command.recording)?.stopRecording(command.recording);
      recordedIn.delete(command.recording);
      break;
    case 'recordings':
      for (const [recording, room] of recordedIn) room.stopRecording(recording);
      recordedIn.clear();
      recordings.close();
      recordings = command.port;
      break;
    case 'stats':
      answer(command.request, { ok: true, stats: legs.get(command.leg)?.leg.stats() ?? null });
      break;
    case 'shutdown':
      shutdown(command.request);
      break;
  }
});
