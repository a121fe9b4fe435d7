// recording <- interactions (who may hear, contacts and messages), telephony (what the edge recorded, as WAV), identity (who put a mark).
import path from 'node:path';
import { createMarks, createRecordings, type Marks, type RecordingPorts, type Recordings } from '../../modules/recording/index.ts';
import { recordingToWav, recordingWavHeader } from '../../modules/telephony/index.ts';
import { clock, random } from '../process.ts';
import type { Modules, Platform } from './modules.ts';

export function recordingPorts(modules: Modules): RecordingPorts {
  return {
    // A message is open to whoever has its box, whatever else was recorded in that contact.
    reaches: async (caller, action, { id, interaction }) =>
      (await modules.interactions.reachesInteraction(caller, action, interaction)) || modules.interactions.voicemails.hears(caller, id),
    toWav: recordingToWav,
    wavHeader: recordingWavHeader,
  };
}

export function wireRecordings(platform: Platform, modules: Modules): Recordings {
  const { db, events, keyring, blobs, config } = platform;
  return createRecordings({
    db,
    log: events,
    keyring,
    blobs,
    edgeFolder: path.join(config.paths.edge, 'recordings'),
    hasRoom: () => modules.storage.level() !== 'critical',
  });
}

export function wireMarks({ db, events }: Platform, modules: Modules): Marks {
  return createMarks({ db, log: events, clock, random, userNames: (tenant, users) => modules.identity.userNames(tenant, users) });
}
