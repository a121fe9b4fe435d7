// recording <- interactions (who may hear), telephony (what the edge recorded, as WAV).
import path from 'node:path';
import { createRecordings, type RecordingPorts, type Recordings } from '../../modules/recording/index.ts';
import { recordingToWav } from '../../modules/telephony/index.ts';
import type { Modules, Platform } from './modules.ts';

export function recordingPorts(modules: Modules): RecordingPorts {
  return {
    reaches: (caller, action, interaction) => modules.interactions.reachesInteraction(caller, action, interaction),
    toWav: recordingToWav,
  };
}

export function wireRecordings(platform: Platform): Recordings {
  const { db, events, keyring, blobs, config } = platform;
  return createRecordings({ db, log: events, keyring, blobs, edgeFolder: path.join(config.paths.edge, 'recordings') });
}
