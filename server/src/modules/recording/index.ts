// The only door of recording.
export type { RecordingPorts } from './ports.ts';
export { createRecordings, type Recordings, type RecordingsOptions } from './shell/recordings.ts';
export { recordingRoutes } from './shell/routes.ts';
