// The only door of recording.
export type { RecordingPorts } from './ports.ts';
export { createRecordings, type Recordings } from './shell/recordings.ts';
export { createMarks, type Marks } from './shell/marks.ts';
export { markRoutes } from './shell/mark-routes.ts';
export { recordingRoutes } from './shell/routes.ts';
