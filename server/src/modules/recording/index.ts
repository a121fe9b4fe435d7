// The only door of recording.
export type { RecordingPorts } from './ports.ts';
export { createRecordings, type Recordings } from './shell/recordings.ts';
export { recordingRoutes } from './shell/routes.ts';
